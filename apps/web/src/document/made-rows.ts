import type { Applied, CommandBody } from '@enrichify/contracts'
import type { QueuedStep } from './command-queue.ts'

type Command = Extract<QueuedStep, { kind: 'command' }>

/** The row was never added, so nothing can be done to it. */
export class NoSuchRow extends Error {
  constructor() {
    super('The row that it was for was not added.')
  }
}

/** An id for a row that the server has not made yet. No row of the server has a negative one. */
export const waitingRowId = (): number => -Math.ceil(Math.random() * Number.MAX_SAFE_INTEGER)

/**
 * The rows that waiting commands add. Commands after them name these rows by ids of this browser, also in the next
 * visit; each is sent with the id that the server gave the row.
 */
export class MadeRows {
  /** Null: it will not come. */
  readonly #rows = new Map<number, { id: number; version: number } | null>()

  /** A command was answered, or refused as a whole. */
  answered(step: QueuedStep, applied: Applied | null): void {
    if (step.kind !== 'command') return
    for (const [index, waiting] of (step.makes ?? []).entries()) {
      const row = applied?.rows?.[index]
      this.#rows.set(waiting, row ? { id: row.id, version: applied!.version } : null)
    }
  }

  /** The row as the server names it, once that is known. */
  idOf(rowId: number): number {
    return this.#rows.get(rowId)?.id ?? rowId
  }

  /** Whether a step names a row that is known by another id now. */
  concerns(step: QueuedStep): step is Command {
    return step.kind === 'command' && rowsIn(step.body).some((id) => this.#rows.get(id))
  }

  /** As it can be sent. @throws NoSuchRow */
  sendable(step: Command): Command {
    const named = this.named(step)
    if (rowsIn(named.body).some((id) => id < 0)) throw new NoSuchRow()
    return named
  }

  /** The command with the rows as the server knows them, as far as it has told. */
  named(step: Command): Command {
    const made = rowsIn(step.body).flatMap((id) => this.#rows.get(id) ?? [])
    if (made.length === 0) return step
    const body = onRows(step.body, (id) => this.idOf(id))
    // What the person saw of a row cannot be older than the row.
    const seen = Math.max(body.baseVersion ?? 0, ...made.map(({ version }) => version))
    return {
      ...step,
      body: { ...body, baseVersion: seen },
      cells: step.cells.map((cell) => ({ ...cell, rowId: this.idOf(cell.rowId) })),
    }
  }
}

function rowsIn(body: CommandBody): readonly number[] {
  switch (body.kind) {
    case 'cells.edit':
      return body.payload.edits.map(({ rowId }) => rowId)
    case 'cells.clear':
    case 'rows.delete':
    case 'rows.restore':
      return body.payload.rows?.kind === 'ids' ? body.payload.rows.ids : []
    default:
      return []
  }
}

function onRows(body: CommandBody, idOf: (rowId: number) => number): CommandBody {
  switch (body.kind) {
    case 'cells.edit': {
      const edits = body.payload.edits.map((edit) => ({ ...edit, rowId: idOf(edit.rowId) }))
      return { ...body, payload: { ...body.payload, edits } }
    }
    case 'cells.clear':
    case 'rows.delete': {
      const { rows } = body.payload
      if (rows.kind !== 'ids') return body
      return { ...body, payload: { ...body.payload, rows: { ...rows, ids: rows.ids.map(idOf) } } } as CommandBody
    }
    case 'rows.restore': {
      const { rows } = body.payload
      if (rows?.kind !== 'ids') return body
      return { ...body, payload: { rows: { ...rows, ids: rows.ids.map(idOf) } } }
    }
    default:
      return body
  }
}
