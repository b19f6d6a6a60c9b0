import type { Me } from '@enrichify/contracts'
import type { UserEntity, WorkspaceEntity } from '@enrichify/database'
import { may, PERMISSIONS, type Principal, type Role } from '@enrichify/domain'

/** A person in their workspace, with everything that they may do there. */
export function presentMe(
  user: UserEntity,
  membership: { workspace: WorkspaceEntity; role: Role },
  scopes: Principal['scopes'],
): Me {
  return {
    user: { id: user.id, name: user.name, email: user.email, hasPassword: user.passwordHash !== null },
    workspace: { id: membership.workspace.id, name: membership.workspace.name },
    role: membership.role,
    permissions: PERMISSIONS.filter((permission) => may(membership.role, permission, scopes)),
  }
}
