import { may, Refused, type Permission, type Principal } from '@enrichify/domain'

/** Every use case that changes or reads product data asks this first; the door's guard asks it too, but a door can be forgotten. */
export function demand(principal: Principal, permission: Permission): void {
  if (may(principal.role, permission, principal.scopes)) return
  const why = principal.scopes
    ? 'This API token has no scope for that.'
    : `Your role (${principal.role}) may not do that. Ask a manager of the workspace.`
  throw new Refused('forbidden', why, 'forbidden', { permission })
}
