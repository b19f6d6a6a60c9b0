import type { Column, CommandBody } from '@enrichify/contracts'
import { randomId } from '../api/random-id.ts'
import type { Typed } from '../ui/type-ahead.ts'
import type { QueuedStep } from './command-queue.ts'
import { waitingRowId } from './made-rows.ts'
import { optimisticValue } from './optimistic-value.ts'
import { clientId } from './send-step.ts'
import type { SheetDocument } from './sheet-document.ts'

/** What was typed for one row, by column. */
type Texts = Record<string, string>

/**
 * What is typed for a row that is being added is in the keyboard only, until the row is there. Here it is stored as the
 * commands that it would become, for the next visit.
 */
export class KeptRow {
  /** The row that is being added. */
  readonly rowId = waitingRowId()
  readonly #queue: Pick<SheetDocument['queue'], 'keep' | 'forget'>
  readonly #columns: () => readonly Column[]
  /** One line each: the row, how it is added unless it is the first, and how its cells are filled. */
  readonly #lines: { rowId: number; addId: string; editId: string }[] = []
  #stored = new Set<string>()

  constructor({ queue }: Pick<SheetDocument, 'queue'>, columns: () => readonly Column[]) {
    this.#queue = queue
    this.#columns = columns
  }

  keep = (typed: readonly Typed[]): void => {
    const columns = this.#columns()
    const steps = linesOf(typed, columns).flatMap((texts, at) => this.#stepsOf(texts, at, columns))
    for (const step of steps) this.#queue.keep(step)
    const ids = new Set(steps.map(({ id }) => id))
    for (const id of this.#stored) if (!ids.has(id)) this.#queue.forget(id)
    this.#stored = ids
  }

  forget = (): void => {
    for (const id of this.#stored) this.#queue.forget(id)
    this.#stored.clear()
  }

  #stepsOf(texts: Texts, at: number, columns: readonly Column[]): QueuedStep[] {
    const line = (this.#lines[at] ??= {
      rowId: at === 0 ? this.rowId : waitingRowId(),
      addId: randomId(),
      editId: randomId(),
    })
    const { rowId } = line
    const cells = Object.entries(texts).map(([columnId, text]) => {
      const kind = columns.find(({ id }) => id === columnId)?.kind ?? 'text'
      return { rowId, columnId, text, value: optimisticValue(kind, text) }
    })
    const edits = cells.map(({ columnId, text }) => ({ rowId, columnId, text }))
    const added = stepOf(line.addId, { kind: 'rows.add', payload: { rows: [{}] } })
    const filled = stepOf(line.editId, { kind: 'cells.edit', payload: { edits } })
    return [...(at === 0 ? [] : [{ ...added, makes: [rowId] }]), ...(edits.length > 0 ? [{ ...filled, cells }] : [])]
  }
}

function stepOf(id: string, input: Pick<CommandBody, 'kind' | 'payload'>) {
  return { kind: 'command' as const, id, body: { ...input, commandId: id, clientId } as CommandBody, cells: [] }
}

/** Tab goes to the next column, Enter to a new row: as the grid would do with the same keys. */
export function linesOf(typed: readonly Typed[], columns: readonly Pick<Column, 'id'>[]): Texts[] {
  const lines: Texts[] = [{}]
  let column = 0
  for (const [index, { text, leave }] of typed.entries()) {
    const id = columns[column]?.id
    if (id !== undefined) lines.at(-1)![id] = text
    const isLast = index === typed.length - 1
    if (leave?.[1] && !isLast) {
      lines.push({})
      column = 0
    } else column = Math.min(Math.max(0, column + (leave?.[0] ?? 0)), columns.length - 1)
  }
  return lines
}
