import { FileSearch, Keyboard, LayoutGrid, Plug, Search, Settings, Wallet } from 'lucide-react'
import { useState } from 'react'
import { Navigate, Outlet, useLocation, useNavigate } from 'react-router'
import { ActionsProvider, useActions } from '../actions/action-registry.tsx'
import { MeContext, useSessionState } from '../api/use-session.ts'
import { useAccountActions } from '../parts/account-actions.ts'
import { Asking } from '../ui/asking.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { newRowKeys } from '../ui/new-row-keys.ts'
import { toast } from '../ui/toast.ts'
import { Toasts } from '../ui/toasts.tsx'
import { typeAhead } from '../ui/type-ahead.ts'

const CommandPalette = lazyPart(async () => (await import('./command-palette.tsx')).CommandPalette)
const ShortcutsHelp = lazyPart(async () => (await import('./shortcuts-help.tsx')).ShortcutsHelp)

/** Keys that are text although no field has the focus. Those with Ctrl or Command are none. */
const isTyping = ({ ctrlKey, metaKey }: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey'>) =>
  typeAhead.isOpening || (newRowKeys.isTaking && !ctrlKey && !metaKey)

/** What every screen shares after signing in: who is here, the palette, the help. Each screen draws its own bar. */
export function Shell() {
  const state = useSessionState()
  const location = useLocation()
  if (state.status !== 'signed-in') {
    const next = location.pathname + location.search
    return <Navigate to={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`} replace />
  }
  return (
    <MeContext value={state.me}>
      <ActionsProvider isTyping={isTyping} onRefused={toast}>
        <SignedIn />
        <Toasts />
        <Asking />
      </ActionsProvider>
    </MeContext>
  )
}

function SignedIn() {
  const navigate = useNavigate()
  const [open, setOpen] = useState<'palette' | 'help' | null>(null)
  const account = useAccountActions()
  useActions([
    {
      name: 'palette.open',
      label: 'All commands',
      icon: Search,
      shortcut: 'mod+k',
      where: 'anywhere',
      hidden: true,
      run: () => setOpen('palette'),
    },
    {
      name: 'help.shortcuts',
      label: 'Keyboard shortcuts',
      icon: Keyboard,
      shortcut: '?',
      group: 'Help',
      run: () => setOpen('help'),
    },
    { name: 'websets.list', label: 'Go to all websets', icon: LayoutGrid, group: 'Go', run: () => void navigate('/') },
    {
      name: 'pages.search',
      label: 'Search stored pages',
      icon: FileSearch,
      group: 'Go',
      run: () => void navigate('/pages'),
    },
    {
      name: 'settings.open',
      label: 'Go to settings',
      icon: Settings,
      group: 'Go',
      run: () => void navigate('/settings'),
    },
    {
      name: 'settings.providers',
      label: 'Settings: providers',
      icon: Plug,
      group: 'Go',
      run: () => void navigate('/settings?section=providers'),
    },
    {
      name: 'settings.spending',
      label: 'Settings: spending',
      icon: Wallet,
      group: 'Go',
      run: () => void navigate('/settings?section=spending'),
    },
    ...account,
  ])
  return (
    <div className="flex h-full flex-col bg-paper">
      <Outlet />
      {open === 'palette' && <CommandPalette onClose={() => setOpen(null)} />}
      {open === 'help' && <ShortcutsHelp onClose={() => setOpen(null)} />}
    </div>
  )
}
