export const ROLES = ['viewer', 'editor', 'operator', 'manager'] as const
export type Role = (typeof ROLES)[number]

export const PERMISSIONS = [
  'websets.read',
  'websets.edit',
  'websets.delete',
  'imports.run',
  'exports.run',
  'enrichment.run',
  'archives.upload',
  'spending.read',
  'budgets.manage',
  'providers.manage',
  'members.manage',
  'tokens.manage',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** The permission table. Each role also has what the role before it has. */
const GRANTS: Record<Role, readonly Permission[]> = {
  viewer: ['websets.read'],
  editor: ['websets.read', 'websets.edit', 'imports.run', 'exports.run'],
  operator: [
    'websets.read',
    'websets.edit',
    'imports.run',
    'exports.run',
    'websets.delete',
    'enrichment.run',
    'archives.upload',
    'spending.read',
  ],
  manager: PERMISSIONS,
}

export const TOKEN_SCOPES = ['read', 'write', 'run', 'export'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** What a scope of an API token allows. A token never manages members or tokens. */
const SCOPE_GRANTS: Record<TokenScope, readonly Permission[]> = {
  read: ['websets.read'],
  write: ['websets.read', 'websets.edit', 'websets.delete', 'imports.run', 'archives.upload'],
  run: ['websets.read', 'enrichment.run', 'archives.upload', 'spending.read'],
  export: ['websets.read', 'exports.run'],
}

/** A null `scopes` means a signed-in person. With scopes, both the role and a scope must grant the permission. */
export function may(role: Role, permission: Permission, scopes: readonly TokenScope[] | null = null): boolean {
  if (!GRANTS[role].includes(permission)) return false
  return scopes === null || scopes.some((scope) => SCOPE_GRANTS[scope].includes(permission))
}

/** Whose data a call may touch. It is the first argument of every repository method. */
export interface Scope {
  workspaceId: string
}

/** Who acts, as the history records it. */
export type Actor =
  | { kind: 'person'; userId: string }
  | { kind: 'token'; userId: string; tokenId: string }
  | { kind: 'run'; runId: string }
  | { kind: 'system' }

export interface Principal extends Scope {
  userId: string
  role: Role
  scopes: readonly TokenScope[] | null
  tokenId: string | null
}

export function actorOf(principal: Principal): Actor {
  return principal.tokenId
    ? { kind: 'token', userId: principal.userId, tokenId: principal.tokenId }
    : { kind: 'person', userId: principal.userId }
}
