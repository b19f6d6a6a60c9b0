import type { ChangeSetJson, ChatChange, Webset } from '@enrichify/contracts'
import { Check, Columns3, Filter, Pencil, Play, Undo2, X, type LucideIcon } from 'lucide-react'
import type { Allowed } from '../../api/use-session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { changeWords, priceWords } from './change-words.ts'

const ICONS = { addColumn: Columns3, editCells: Pencil, filter: Filter, run: Play } satisfies Record<
  ChatChange['kind'],
  LucideIcon
>
const STATE_WORDS = {
  proposed: 'Proposed',
  applied: 'Applied',
  undone: 'Undone',
  dismissed: 'Dismissed',
} satisfies Record<ChangeSetJson['state'], string>

interface CardProps {
  set: ChangeSetJson
  webset: Webset
  mayEdit: Allowed
  mayRun: Allowed
  busy: boolean
  onApply: () => void
  onUndo: () => void
  onDismiss: () => void
}

/** What an answer proposes: each change in words, and one price for all. Nothing happens before the click. */
export function ChangeSetCard({ set, webset, mayEdit, mayRun, busy, onApply, onUndo, onDismiss }: CardProps) {
  const kinds = new Set(set.changes.map(({ kind }) => kind))
  const edits = kinds.has('addColumn') || kinds.has('editCells')
  const allowed = edits && mayEdit !== true ? mayEdit : kinds.has('run') ? mayRun : true
  return (
    <section
      aria-label={`Changes: ${set.title}`}
      className="overflow-hidden rounded-base border border-line-strong bg-raised shadow-small"
    >
      <header className="flex items-center gap-2 border-b border-line px-3 py-2">
        <h3 className="min-w-0 flex-1 truncate font-medium">{set.title}</h3>
        <Badge tone={set.state === 'applied' ? 'accent' : 'plain'}>{STATE_WORDS[set.state]}</Badge>
      </header>
      <ul className="flex flex-col gap-2 px-3 py-2.5">
        {set.changes.map((change, index) => (
          <ChangeItem key={index} change={change} webset={webset} />
        ))}
      </ul>
      {set.price.problems.map((problem) => (
        <p key={problem} className="bg-warn-soft px-3 py-1.5 text-small text-warn">
          {problem}
        </p>
      ))}
      {set.message && <p className="bg-warn-soft px-3 py-1.5 text-small text-warn">{set.message}</p>}
      {(set.state === 'proposed' || set.state === 'applied') && (
        <footer className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2">
          <span className="min-w-0 flex-1 text-small text-muted">
            {set.state === 'proposed' ? priceWords(set) : 'Done as one step.'}
          </span>
          {set.state === 'proposed' && (
            <>
              <Button tone="quiet" icon={X} disabled={busy} allowed={mayEdit} onClick={onDismiss}>
                Dismiss
              </Button>
              <Button tone="primary" icon={Check} busy={busy} allowed={allowed} onClick={onApply}>
                Apply
              </Button>
            </>
          )}
          {set.state === 'applied' && (edits || kinds.has('filter')) && (
            <Button icon={Undo2} busy={busy} allowed={edits ? mayEdit : true} onClick={onUndo}>
              Undo
            </Button>
          )}
        </footer>
      )}
    </section>
  )
}

function ChangeItem({ change, webset }: { change: ChatChange; webset: Webset }) {
  const Icon = ICONS[change.kind]
  const { title, details } = changeWords(change, webset.columns)
  return (
    <li className="flex gap-2">
      <Icon className="mt-0.5 size-3.5 shrink-0 text-quiet" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{title}</p>
        {details.map((detail) => (
          <p key={detail} className="text-small break-words text-muted">
            {detail}
          </p>
        ))}
      </div>
    </li>
  )
}
