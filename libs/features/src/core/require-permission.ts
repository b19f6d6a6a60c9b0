import { may, Refused, type Permission, type Principal } from '@enrichify/domain'

/**
 * Every use case that reads or changes product data calls this first. The guard of the API checks it too, but a route
 * can forget its guard.
 */
export function requirePermission(principal: Principal, permission: Permission): void {
  if (may(principal.role, permission, principal.scopes)) return
  const why = principal.scopes
    ? 'This API token has no scope for that.'
    : `Your role (${principal.role}) may not do that. Ask a manager of the workspace.`
  throw new Refused('forbidden', why, 'forbidden', { permission })
}
