import type { Connection } from '@enrichify/contracts'
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Power, PowerOff, Trash2 } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Allowed } from '../../api/use-session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { fullTime, money, plural } from '../../ui/format.ts'
import { Menu } from '../../ui/menu.tsx'
import { healthWords, testWords, type HealthWords } from './provider-words.ts'

interface RowProps {
  connection: Connection
  number: number | null
  first: boolean
  last: boolean
  allowed: Allowed
  testing: boolean
  onMove: (step: -1 | 1) => void
  onTest: () => void
  onEnable: (enabled: boolean) => void
  onEdit: () => void
  onRemove: () => void
}

const DOTS = { ok: 'bg-accent', warn: 'bg-warn', danger: 'bg-danger', quiet: 'bg-line-strong' } satisfies Record<
  HealthWords['tone'],
  string
>
const INKS = { ok: 'text-muted', warn: 'text-warn', danger: 'text-danger', quiet: 'text-quiet' } satisfies Record<
  HealthWords['tone'],
  string
>

/** One connected service. Alt with the arrow keys moves it in the fallback order. */
export function ConnectionRow({
  connection,
  number,
  first,
  last,
  allowed,
  testing,
  onMove,
  onTest,
  onEnable,
  onEdit,
  onRemove,
}: RowProps) {
  const { label, enabled, usage, test } = connection
  const health = healthWords(connection)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || !step || allowed !== true) return
    event.preventDefault()
    onMove(step)
  }
  const can = () => allowed
  return (
    <li
      onKeyDown={onKeyDown}
      aria-label={label}
      className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2.5 pr-2.5 pl-3.5"
    >
      {number !== null && <span className="w-3 pt-px text-small text-quiet">{number}</span>}
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={cx('truncate font-medium', !enabled && 'text-quiet')}>{label}</span>
          {connection.lastFour && <code className="font-mono text-small text-quiet">•••• {connection.lastFour}</code>}
          {connection.defaultModel && <span className="truncate text-small text-quiet">{connection.defaultModel}</span>}
          {connection.owner === 'me' && <Badge>only you</Badge>}
          {!enabled && <Badge>off</Badge>}
        </p>
        <p className={cx('flex items-start gap-2', INKS[health.tone])}>
          <span className={cx('mt-1.5 size-1.5 shrink-0 rounded-full', DOTS[health.tone])} aria-hidden />
          <span className="min-w-0 break-words">{health.text}</span>
        </p>
        <p role="status" className={cx('text-small', test && !test.ok ? 'text-danger' : 'text-quiet')}>
          {testing ? 'Asking the service…' : test && <span title={fullTime(test.at)}>{testWords(test)}</span>}
        </p>
        <p className="text-small text-quiet">
          {usage.callsThisMonth > 0
            ? `${plural(usage.callsThisMonth, 'call')}, ${money(usage.microsThisMonth)} this month`
            : 'Not used this month'}
        </p>
      </div>
      <div className="ml-auto flex items-center gap-0.5">
        {number !== null && (
          <>
            <IconButton
              icon={ArrowUp}
              label={`Move ${label} up`}
              shortcut="alt+↑"
              disabled={first}
              allowed={allowed}
              onClick={() => onMove(-1)}
            />
            <IconButton
              icon={ArrowDown}
              label={`Move ${label} down`}
              shortcut="alt+↓"
              disabled={last}
              allowed={allowed}
              onClick={() => onMove(1)}
            />
          </>
        )}
        <Button busy={testing} allowed={allowed} onClick={onTest} className="mx-1">
          Test
        </Button>
        <Menu
          label={`Actions for ${label}`}
          placement="bottom-end"
          trigger={<IconButton icon={Ellipsis} label={`Actions for ${label}`} />}
          actions={[
            { name: 'connection.edit', label: 'Edit…', icon: Pencil, canRun: can, run: onEdit },
            enabled
              ? {
                  name: 'connection.disable',
                  label: 'Switch off',
                  icon: PowerOff,
                  canRun: can,
                  run: () => onEnable(false),
                }
              : { name: 'connection.enable', label: 'Switch on', icon: Power, canRun: can, run: () => onEnable(true) },
            {
              name: 'connection.remove',
              label: 'Remove…',
              icon: Trash2,
              group: 'danger',
              danger: true,
              canRun: can,
              run: onRemove,
            },
          ]}
        />
      </div>
    </li>
  )
}
