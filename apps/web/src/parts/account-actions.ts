import { logout } from '@enrichify/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import type { Action } from '../actions/action.ts'
import { call, session } from '../api/client.ts'
import { errorText } from '../ui/error-text.ts'
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
      run: () =>
        void call(logout, {})
          .then(() => {
            session.end()
            // The next person at this browser may not see what was read.
            client.clear()
          })
          .catch((error: unknown) => toastProblem(errorText(error))),
    },
  ]
}
