import { logout, type Me } from '@enrichify/contracts'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import type { Action } from '../actions/action.ts'
import { call, session } from '../api/client.ts'
import { useMe } from '../api/use-session.ts'
import { countUnsent, forgetUnsent } from '../document/stored-queue.ts'
import { ask } from '../ui/ask.ts'
import { errorText } from '../ui/error-text.ts'
import { plural } from '../ui/format.ts'
import { setTheme, useTheme, type ThemeChoice } from '../ui/theme.ts'
import { toastProblem } from '../ui/toast.ts'

const THEMES = [
  { choice: 'system', label: 'System theme', icon: Monitor },
  { choice: 'light', label: 'Light theme', icon: Sun },
  { choice: 'dark', label: 'Dark theme', icon: Moon },
] as const satisfies readonly { choice: ThemeChoice; label: string; icon: Action['icon'] }[]

export function useAccountActions(): Action[] {
  const theme = useTheme()
  const client = useQueryClient()
  const me = useMe()
  return [
    ...THEMES.map(({ choice, label, icon }) => ({
      name: `theme.${choice}`,
      label,
      icon,
      group: 'Theme',
      submenu: 'Theme',
      checked: theme.choice === choice,
      run: () => setTheme(choice),
    })),
    {
      name: 'session.end',
      label: 'Sign out',
      icon: LogOut,
      group: 'Account',
      run: () => void signOut(me, client).catch((error: unknown) => toastProblem(errorText(error))),
    },
  ]
}

/** Asks first when something would be lost by it. */
async function signOut({ user }: Me, client: QueryClient): Promise<void> {
  const unsent = await countUnsent(user.id).catch(() => 0)
  const lost = [
    unsent > 0 ? `${plural(unsent, 'change is', 'changes are')} not saved yet and would be lost.` : '',
    user.hasPassword ? '' : 'You have no password yet: set one under “Account” first, or you cannot sign in again.',
  ].filter(Boolean)
  if (lost.length > 0 && !(await ask({ title: 'Sign out?', text: lost.join(' '), yes: 'Sign out', danger: true })))
    return
  await call(logout, {})
  await forgetUnsent(user.id).catch(() => undefined)
  session.end()
  // The next person at this browser may not see what was read.
  client.clear()
}
