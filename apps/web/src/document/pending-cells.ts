import type { CellValueJson, Refusal, Row } from '@enrichify/contracts'
import type { CellRef } from '../sheet/sheet-types.ts'
import { Listeners } from '../ui/listeners.ts'

/** A change that is on the screen and not yet saved. */
export interface PendingCell extends CellRef {
  text: string
  value: CellValueJson
}

/** A value that was not saved. Its text stays on the screen until it is saved or discarded. */
export interface RefusedCell extends CellRef {
  text: string
  /** Follows the text: “is not a number”. */
  reason: string
  /** What someone else wrote meanwhile; null: the reason is another one. */
  theirs: Refusal['theirs']
  /** Its row or its column was deleted. */
  isGone: boolean
}

interface OverCell {
  /** By command, in the order in which they were typed: the last one is shown. */
  pending: Map<string, PendingCell>
  refused: RefusedCell | null
}

/** What a person typed in this browser, above what the server has: changes under way, and those that were refused. */
export class PendingCells {
  readonly #rows = new Map<number, Map<string, OverCell>>()
  readonly #commands = new Map<string, readonly PendingCell[]>()
  readonly #moved = new Listeners()
  #refusals: readonly RefusedCell[] = []

  /** What was refused, oldest first. */
  refusals = (): readonly RefusedCell[] => this.#refusals
  subscribe = this.#moved.subscribe

  add(commandId: string, cells: readonly PendingCell[]): void {
    this.#commands.set(commandId, cells)
    for (const cell of cells) {
      const over = this.#cell(cell)
      over.refused = null
      over.pending.set(commandId, cell)
    }
    this.#tell()
  }

  /** The command was answered, or given up. Returns its cells. */
  settle(commandId: string): readonly PendingCell[] {
    const cells = this.#commands.get(commandId) ?? []
    this.#commands.delete(commandId)
    for (const cell of cells) {
      this.#cell(cell).pending.delete(commandId)
      this.#tidy(cell)
    }
    return cells
  }

  /** What the person has typed there since is not covered. */
  refuse(cells: readonly RefusedCell[]): void {
    for (const cell of cells) {
      const over = this.#cell(cell)
      if (over.pending.size === 0) over.refused = cell
    }
    this.#tell()
  }

  discard(cell: CellRef): RefusedCell | null {
    const over = this.#rows.get(cell.rowId)?.get(cell.columnId)
    if (!over?.refused) return null
    const { refused } = over
    over.refused = null
    this.#tidy(cell)
    this.#tell()
    return refused
  }

  refusal({ rowId, columnId }: CellRef): RefusedCell | null {
    return this.#rows.get(rowId)?.get(columnId)?.refused ?? null
  }

  isPending({ rowId, columnId }: CellRef): boolean {
    return (this.#rows.get(rowId)?.get(columnId)?.pending.size ?? 0) > 0
  }

  /** The row as it is shown. */
  over(row: Row): Row {
    const over = this.#rows.get(row.id)
    if (!over) return row
    const cells = { ...row.cells }
    const marks = { ...row.marks }
    for (const [columnId, { pending }] of over) {
      const last = [...pending.values()].at(-1)
      if (!last) continue
      cells[columnId] = last.value
      marks[columnId] = { state: last.value === null ? null : 'human' }
    }
    return { ...row, cells, marks }
  }

  #tell(): void {
    const refused = [...this.#rows.values()].flatMap((row) => [...row.values()].flatMap((cell) => cell.refused ?? []))
    if (refused.length === 0 && this.#refusals.length === 0) return
    this.#refusals = refused
    this.#moved.tell()
  }

  #cell({ rowId, columnId }: CellRef): OverCell {
    let row = this.#rows.get(rowId)
    if (!row) this.#rows.set(rowId, (row = new Map()))
    let cell = row.get(columnId)
    if (!cell) row.set(columnId, (cell = { pending: new Map(), refused: null }))
    return cell
  }

  #tidy({ rowId, columnId }: CellRef): void {
    const row = this.#rows.get(rowId)
    const cell = row?.get(columnId)
    if (!row || !cell || cell.pending.size > 0 || cell.refused) return
    row.delete(columnId)
    if (row.size === 0) this.#rows.delete(rowId)
  }
}
