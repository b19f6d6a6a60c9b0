import type { Me } from '@enrichify/contracts'
import type { Permission } from '@enrichify/domain'
import { createContext, use, useSyncExternalStore } from 'react'
import { session } from './client.ts'
import type { SessionState } from './session.ts'

export function useSessionState(): SessionState {
  return useSyncExternalStore(session.subscribe, session.state)
}

export const MeContext = createContext<Me | null>(null)

/** Inside the shell someone is always signed in. */
export function useMe(): Me {
  const me = use(MeContext)
  if (!me) throw new Error('useMe outside of the signed-in shell')
  return me
}

const NEEDS: Record<Permission, string> = {
  'websets.read': 'read websets',
  'websets.edit': 'edit websets',
  'websets.delete': 'delete',
  'imports.run': 'import',
  'exports.run': 'export',
  'enrichment.run': 'run columns',
  'archives.upload': 'attach an archive',
  'spending.read': 'see what was spent',
  'budgets.manage': 'set budgets',
  'providers.manage': 'connect services',
  'members.manage': 'manage members',
  'tokens.manage': 'manage API tokens',
}

/** True, or the sentence that a disabled control shows. */
export type Allowed = true | string

export function permissionOf(me: Me, permission: Permission): Allowed {
  return (
    me.permissions.includes(permission) ||
    `Your role (${me.role}) cannot ${NEEDS[permission]}. Ask a manager of ${me.workspace.name}.`
  )
}

export function useAllowed(permission: Permission): Allowed {
  return permissionOf(useMe(), permission)
}
