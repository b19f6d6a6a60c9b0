import type { Webset } from '@enrichify/contracts'
import { Check, TriangleAlert, X } from 'lucide-react'
import { useActions } from '../../actions/action-registry.tsx'
import type { Action } from '../../actions/action.ts'
import type { RefusedCell } from '../../document/pending-cells.ts'
import type { SheetEdits } from '../../document/sheet-edits.ts'
import type { CellRef } from '../../sheet/sheet-types.ts'
import { Button } from '../../ui/button.tsx'
import { ago, plural } from '../../ui/format.ts'
import { Keys } from '../../ui/keys.tsx'
import { valueText } from '../../words/value-text.ts'

interface UnsavedBarProps {
  refusals: readonly RefusedCell[]
  focus: CellRef | null
  webset: Webset
  edits: SheetEdits
  /** Names the cell: “Company of Acme”. */
  nameOf: (cell: CellRef) => string
  onShow: (cell: CellRef) => void
  onTrash: () => void
}

/** Named keys, because Alt with a letter types another sign on some keyboards. */
const MINE = 'mod+enter'
const THEIRS = 'mod+backspace'

/** What was typed and not saved: why, and what to do about it. The cell with the focus first. */
export function UnsavedBar({ refusals, focus, webset, edits, nameOf, onShow, onTrash }: UnsavedBarProps) {
  const here = refusals.find(({ rowId, columnId }) => rowId === focus?.rowId && columnId === focus.columnId)
  const can = () => here !== undefined || 'The cell with the focus is saved.'
  const actions: Action[] = [
    {
      name: 'cell.keep-mine',
      label: 'Save my value again',
      icon: Check,
      group: 'Sheet',
      shortcut: MINE,
      canRun: can,
      run: () => here && edits.tryAgain(here),
    },
    {
      name: 'cell.take-theirs',
      label: 'Discard my value',
      icon: X,
      group: 'Sheet',
      shortcut: THEIRS,
      canRun: can,
      run: () => here && edits.discard(here),
    },
  ]
  useActions(refusals.length > 0 ? actions : [])
  const [first] = refusals
  if (!first) return null
  const shown = here ?? first
  const { theirs, isGone } = shown
  const hasColumn = webset.columns.some(({ id }) => id === shown.columnId)
  return (
    <div
      role="alert"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-warn-soft px-3 py-1.5"
    >
      <TriangleAlert className="size-3.5 shrink-0 text-warn" aria-hidden />
      <p className="min-w-0 flex-1 basis-64">
        <span className="font-medium">{nameOf(shown)}</span>:{' '}
        {theirs ? (
          <>
            you typed “{shown.text.slice(0, 80)}”, and {theirs.byYou ? 'in another tab you' : theirs.by}{' '}
            {valueText(theirs.value) ? `wrote “${valueText(theirs.value).slice(0, 80)}”` : 'emptied the cell'}{' '}
            {ago(theirs.at)}.
          </>
        ) : (
          <>
            “{shown.text.slice(0, 80)}” {hasColumn ? shown.reason : 'is in a column that was deleted'}.
          </>
        )}
        {refusals.length > 1 && <span className="text-muted"> {plural(refusals.length, 'value')} not saved.</span>}
      </p>
      <span className="flex flex-wrap items-center gap-1.5">
        {isGone ? (
          <Button onClick={onTrash} className="h-7!">
            Open the trash
          </Button>
        ) : (
          !here && (
            <Button onClick={() => onShow(shown)} className="h-7!">
              Show it
            </Button>
          )
        )}
        <Button onClick={() => edits.tryAgain(shown)} className="h-7!">
          {theirs ? 'Keep mine' : 'Try again'} {here && <Keys shortcut={MINE} />}
        </Button>
        <Button onClick={() => edits.discard(shown)} className="h-7!">
          {theirs ? 'Take theirs' : 'Discard'} {here && <Keys shortcut={THEIRS} />}
        </Button>
        {refusals.length > 1 && (
          <Button onClick={() => refusals.forEach((cell) => edits.discard(cell))} className="h-7!">
            Discard all
          </Button>
        )}
      </span>
    </div>
  )
}
