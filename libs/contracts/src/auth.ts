import { PERMISSIONS, ROLES, TOKEN_SCOPES } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { SIGN_IN_CALLS } from './sign-in-calls.ts'

export const role = z.enum(ROLES)
const instant = z.iso.datetime()
/** bcrypt reads 72 bytes. Longer passwords would be cut silently, so they are refused. */
const password = z
  .string()
  .min(10, 'At least 10 characters')
  .refine((text) => new TextEncoder().encode(text).length <= 72, 'At most 72 bytes')
const email = z
  .email()
  .max(254)
  .transform((text) => text.trim().toLowerCase())

export const me = z
  .object({
    user: z.object({ id: z.uuid(), name: z.string(), email: z.string().nullable(), hasPassword: z.boolean() }),
    workspace: z.object({ id: z.uuid(), name: z.string() }),
    role,
    permissions: z.array(z.enum(PERMISSIONS)),
  })
  .meta({ id: 'Me' })
export type Me = z.output<typeof me>

/** The refresh token is never in a body. It travels in an HTTP-only cookie. */
export const session = z.object({ accessToken: z.string(), expiresAt: instant, me }).meta({ id: 'Session' })
export type Session = z.output<typeof session>

export const register = endpoint({
  ...SIGN_IN_CALLS.register,
  summary: 'Register: the first account owns the first workspace; later ones need an invitation',
  body: z.object({ email, password, name: z.string().trim().min(1).max(100), invitation: z.string().optional() }),
  response: session,
})
export const login = endpoint({
  ...SIGN_IN_CALLS.login,
  summary: 'Sign in',
  body: z.object({ email, password: z.string().max(200) }),
  response: session,
  status: 200,
})
export const loginWithLink = endpoint({
  ...SIGN_IN_CALLS.loginWithLink,
  summary: 'Sign in by the one-time link that the local start prints',
  body: z.object({ token: z.string().max(200) }),
  response: session,
  status: 200,
})
export const refresh = endpoint({
  ...SIGN_IN_CALLS.refresh,
  summary: 'Trade the refresh cookie for a new pair',
  response: session,
  status: 200,
})
export const logout = endpoint({
  method: 'POST',
  path: '/auth/logout',
  summary: 'Sign out: revokes the family of the refresh token',
  response: z.object({}),
  status: 200,
})
export const getMe = endpoint({ method: 'GET', path: '/auth/me', summary: 'Who is signed in', response: me })
export const setPassword = endpoint({
  method: 'POST',
  path: '/auth/password',
  summary: 'Set or change your e-mail and password; ends all other sessions',
  body: z.object({
    email: email.optional(),
    current: z.string().max(200).optional(),
    password,
    endTokens: z.boolean().optional().describe('End your API tokens too'),
  }),
  response: session,
  status: 200,
})
export const authStatus = endpoint({
  ...SIGN_IN_CALLS.authStatus,
  summary: 'Whether a first account exists (decides what the sign-in screen offers)',
  response: z.object({ hasAccount: z.boolean() }),
})

export const member = z
  .object({ userId: z.uuid(), name: z.string(), email: z.string().nullable(), role, joinedAt: instant })
  .meta({ id: 'Member' })
export const invitation = z
  .object({ id: z.uuid(), email: z.string().nullable(), role, expiresAt: instant, createdAt: instant })
  .meta({ id: 'Invitation' })
export type Member = z.output<typeof member>
export type Invitation = z.output<typeof invitation>

export const listMembers = endpoint({
  method: 'GET',
  path: '/workspace/members',
  summary: 'Members and open invitations',
  response: z.object({ members: z.array(member), invitations: z.array(invitation) }),
})
export const setMemberRole = endpoint({
  method: 'PATCH',
  path: '/workspace/members/:userId',
  summary: 'Change a role',
  params: z.object({ userId: z.uuid() }),
  body: z.object({ role }),
  response: member,
})
export const removeMember = endpoint({
  method: 'DELETE',
  path: '/workspace/members/:userId',
  summary: 'Remove a member',
  params: z.object({ userId: z.uuid() }),
  response: z.object({}),
})
export const invite = endpoint({
  method: 'POST',
  path: '/workspace/invitations',
  summary: 'Invite: the link is shown once',
  body: z.object({ email: email.optional(), role }),
  response: z.object({ invitation, token: z.string() }),
})
export const revokeInvitation = endpoint({
  method: 'DELETE',
  path: '/workspace/invitations/:id',
  summary: 'Take an invitation back',
  params: z.object({ id: z.uuid() }),
  response: z.object({}),
})

const scope = z.enum(TOKEN_SCOPES)
export const apiToken = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(scope),
    createdAt: instant,
    lastUsedAt: instant.nullable(),
    expiresAt: instant.nullable(),
  })
  .meta({ id: 'ApiToken' })
export type ApiToken = z.output<typeof apiToken>
export const listTokens = endpoint({
  method: 'GET',
  path: '/workspace/tokens',
  summary: 'Own API tokens',
  response: z.object({ tokens: z.array(apiToken) }),
})
export const createToken = endpoint({
  method: 'POST',
  path: '/workspace/tokens',
  summary: 'Create an API token: shown once, stored as a hash',
  body: z.object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(scope).min(1).max(20),
    expiresInDays: z.number().int().min(1).max(3650).optional(),
  }),
  response: z.object({ apiToken, token: z.string() }),
})
export const revokeToken = endpoint({
  method: 'DELETE',
  path: '/workspace/tokens/:id',
  summary: 'Revoke an API token at once',
  params: z.object({ id: z.uuid() }),
  response: z.object({}),
})
