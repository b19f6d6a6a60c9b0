import { may, PERMISSIONS, TOKEN_SCOPES, type Permission } from '@enrichify/domain'
import type { Access } from './operations.ts'
import type { Schema } from './schemas.ts'

/** The ways to sign in, as components of the document. */
export const SECURITY_SCHEMES: Record<string, Schema> = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of a person, from `POST /api/v1/auth/login`; it lives for minutes.',
  },
  apiToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'enr_…',
    description: 'An API token, made under Settings, API tokens. It has scopes and may have an end.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'The same API token, for clients that cannot send an Authorization header.',
  },
  refreshCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'enrichify_refresh',
    description: 'Set by the routes that sign in; HTTP-only, and sent by browsers to `/api/v1/auth` alone.',
  },
}

/** What an operation demands of its caller. */
export interface Demands {
  signIn: boolean
  permission: Permission | null
}

export function demandedBy(access: Access): Demands {
  return {
    signIn: access !== 'public' && access !== 'cookie',
    permission: (PERMISSIONS as readonly string[]).includes(access) ? (access as Permission) : null,
  }
}

/** Each entry is one way that is enough by itself. */
export function securityOf(access: Access): Record<string, string[]>[] {
  if (access === 'public') return []
  if (access === 'cookie') return [{ refreshCookie: [] }]
  if (access === 'person') return [{ accessToken: [] }]
  return [{ accessToken: [] }, { apiToken: [] }, { apiKey: [] }]
}

/** Who may call an operation, in words; null: nothing to say. */
export function accessInWords(access: Access): string | null {
  if (access === 'person') return 'For people who are signed in; an API token is refused.'
  const { permission } = demandedBy(access)
  if (!permission) return null
  const scopes = TOKEN_SCOPES.filter((scope) => may('manager', permission, [scope])).map((scope) => `\`${scope}\``)
  const tokens =
    scopes.length === 0
      ? 'an API token is refused'
      : `an API token needs ${scopes.length === 1 ? 'the scope' : 'one of the scopes'} ${scopes.join(', ')}`
  return `Needs the permission \`${permission}\`; ${tokens}.`
}
