import type { CellRef } from '../sheet/sheet-types.ts'
import { plural } from '../ui/format.ts'
import type { QueuedStep } from './command-queue.ts'

type Command = Extract<QueuedStep, { kind: 'command' }>

/** What waits to be sent and will have an effect: without what is taken back before it arrives. */
function commandsOf(steps: readonly QueuedStep[]): Command[] {
  const takenBack = new Set<string>()
  for (const step of steps) {
    if (step.kind === 'undo') takenBack.add(step.of)
    if (step.kind === 'redo') takenBack.delete(step.of)
  }
  return steps.filter((step): step is Command => step.kind === 'command' && !takenBack.has(step.id))
}

/** Rows whose deletion was not answered yet. `orderId` is the order of the view that they are shown in. */
export function leavingRows(steps: readonly QueuedStep[]): (rowId: number, orderId: string | null) => boolean {
  const ids = new Set<number>()
  const views: { orderId: string; except: ReadonlySet<number> }[] = []
  for (const { body } of commandsOf(steps)) {
    if (body.kind !== 'rows.delete') continue
    const { rows } = body.payload
    if (rows.kind === 'ids') for (const id of rows.ids) ids.add(id)
    else views.push({ orderId: rows.orderId, except: new Set(rows.except) })
  }
  return (rowId, orderId) => ids.has(rowId) || views.some((view) => view.orderId === orderId && !view.except.has(rowId))
}

/** The names that columns will have. */
export function waitingNames(steps: readonly QueuedStep[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { body } of commandsOf(steps))
    if (body.kind === 'column.update' && body.payload.change.name !== undefined)
      names.set(body.payload.columnId, body.payload.change.name)
  return names.size > 0 ? names : NO_NAMES
}
const NO_NAMES: ReadonlyMap<string, string> = new Map()

/** What will be said of a cell; undefined: nothing waits, null: what was said is taken back. */
export function waitingVerdict(
  steps: readonly QueuedStep[],
  { rowId, columnId }: CellRef,
): 'right' | 'wrong' | null | undefined {
  const said = commandsOf(steps).flatMap(({ body }) =>
    body.kind === 'cells.judge' && body.payload.rowId === rowId && body.payload.columnId === columnId
      ? [body.payload.verdict]
      : [],
  )
  return said.at(-1)
}

/** The quote of the candidate that a cell will have. */
export function waitingChoice(steps: readonly QueuedStep[], { rowId, columnId }: CellRef): string | null {
  const chosen = commandsOf(steps).flatMap(({ body }) =>
    body.kind === 'cells.choose' && body.payload.rowId === rowId && body.payload.columnId === columnId
      ? [body.payload.evidenceId]
      : [],
  )
  return chosen.at(-1) ?? null
}

/** As in “1 row to add, 2 rows to delete, 1 column to rename”. */
export function waitingWords(steps: readonly QueuedStep[]): string {
  const counts = new Map<string, { size: number; one: string; many: string }>()
  for (const { size, one, many } of steps.map(kindOf)) {
    const known = counts.get(one)
    counts.set(one, { size: (known?.size ?? 0) + size, one, many })
  }
  return [...counts.values()].map(({ size, one, many }) => plural(size, one, many)).join(', ')
}

function kindOf(step: QueuedStep): { size: number; one: string; many: string } {
  const of = (size: number, noun: string, doing: string) => ({
    size,
    one: `${noun} ${doing}`,
    many: `${noun}s ${doing}`,
  })
  if (step.kind !== 'command') return of(1, 'change', step.kind === 'undo' ? 'to undo' : 'to redo')
  const { body } = step
  switch (body.kind) {
    case 'cells.edit':
      return of(body.payload.edits.length, 'value', 'to save')
    case 'cells.clear':
      return body.payload.rows.kind === 'ids'
        ? of(body.payload.rows.ids.length * body.payload.columnIds.length, 'cell', 'to empty')
        : of(body.payload.columnIds.length, 'column', 'to empty in this view')
    case 'cells.judge':
      return of(1, 'verdict', 'to save')
    case 'cells.choose':
      return of(1, 'choice', 'to save')
    case 'rows.add':
      return of(body.payload.rows.length, 'row', 'to add')
    case 'rows.delete':
      return body.payload.rows.kind === 'ids'
        ? of(body.payload.rows.ids.length, 'row', 'to delete')
        : of(1, 'view', 'of rows to delete')
    case 'rows.restore':
      return body.payload.rows?.kind === 'ids'
        ? of(body.payload.rows.ids.length, 'row', 'to restore')
        : of(1, 'change', 'to send: all rows of the trash')
    case 'column.add':
      return of(1, 'column', 'to add')
    case 'column.update':
      return of(1, 'column', body.payload.change.name === undefined ? 'to change' : 'to rename')
    case 'column.delete':
      return of(1, 'column', 'to delete')
    case 'column.restore':
      return of(1, 'column', 'to restore')
    case 'webset.rename':
      return of(1, 'webset', 'to rename')
  }
}
