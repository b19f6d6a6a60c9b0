import { FileSearch, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { useMe } from '../api/use-session.ts'
import { cx } from '../ui/cx.ts'
import { Logo } from '../ui/logo.tsx'
import { Menu } from '../ui/menu.tsx'
import { useAccountActions } from './account-actions.ts'

/** The bar of every screen: home on the left, then what the screen puts there, the account on the right. */
export function TopBar({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <header className="flex h-bar shrink-0 items-center gap-2 border-b border-line bg-surface px-3">
      <Link to="/" aria-label="All websets" title="All websets" className="rounded-base p-0.5">
        <Logo className="size-6" />
      </Link>
      <div className="flex min-w-0 flex-1 items-center gap-2">{children}</div>
      {end}
      <AccountMenu />
    </header>
  )
}

function AccountMenu() {
  const me = useMe()
  const navigate = useNavigate()
  const account = useAccountActions()
  const initials = me.user.name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('')
  return (
    <Menu
      label="Account"
      placement="bottom-end"
      actions={[
        {
          name: 'pages.search',
          label: 'Stored pages',
          icon: FileSearch,
          group: 'Go',
          run: () => void navigate('/pages'),
        },
        {
          name: 'settings.open',
          label: 'Settings',
          icon: Settings,
          group: 'Go',
          run: () => void navigate('/settings'),
        },
        ...account,
      ]}
      trigger={
        <button
          type="button"
          aria-label={`Account of ${me.user.name}`}
          title={`${me.user.name} · ${me.workspace.name} · ${me.role}`}
          className={cx(
            'flex size-7 shrink-0 items-center justify-center rounded-full border border-accent-line',
            'bg-accent-soft text-tiny font-semibold text-accent hover:border-accent',
          )}
        >
          {initials || '·'}
        </button>
      }
    />
  )
}
