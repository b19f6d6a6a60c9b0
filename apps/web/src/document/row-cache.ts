import type { CellUpdate, Row } from '@enrichify/contracts'

interface Entry {
  row: Row
  /** The version of the webset that the row has at least. */
  version: number
  /** Cells that are newer than the rest of the row. */
  cells: Map<string, number> | null
}

const MOST_ROWS = 10_000

/** Rows by id as the server has them. Nothing old replaces anything newer, in whatever order they come. */
export class RowCache {
  // A Map has the order of insertion: what is put in again is the youngest.
  readonly #entries = new Map<number, Entry>()
  readonly #mostRows: number

  constructor(mostRows: number = MOST_ROWS) {
    this.#mostRows = mostRows
  }

  get size(): number {
    return this.#entries.size
  }

  get(rowId: number): Row | undefined {
    return this.#entries.get(rowId)?.row
  }

  /** Takes in rows that were read at `version`; cells that are known to be newer stay. */
  put(rows: readonly Row[], version: number): void {
    for (const row of rows) {
      const known = this.#entries.get(row.id)
      this.#entries.delete(row.id)
      if (known && known.version > version) {
        this.#entries.set(row.id, known)
        continue
      }
      const newer = known?.cells ? [...known.cells].filter(([, at]) => at > version) : []
      this.#entries.set(row.id, {
        row: newer.reduce((merged, [columnId]) => withCell(merged, columnId, known!.row), row),
        version,
        cells: newer.length > 0 ? new Map(newer) : null,
      })
    }
  }

  /** Takes in cells that changed at `version`. Returns those that were not known in this or a newer version. */
  patch(updates: readonly CellUpdate[], version: number): CellUpdate[] {
    return updates.filter((update) => {
      const entry = this.#entries.get(update.rowId)
      if (!entry || (entry.cells?.get(update.columnId) ?? entry.version) >= version) return false
      this.#set(entry, update)
      entry.cells ??= new Map()
      entry.cells.set(update.columnId, version)
      return true
    })
  }

  /** Takes in cells of an answer that does not say its version. The event of the same change corrects what is wrong. */
  show(updates: readonly CellUpdate[]): void {
    for (const update of updates) {
      const entry = this.#entries.get(update.rowId)
      if (entry) this.#set(entry, update)
    }
  }

  /** Forgets the rows that were put in longest ago beyond the limit, but none of `visible`. */
  evict(visible: ReadonlySet<number>): void {
    for (const rowId of this.#entries.keys()) {
      if (this.#entries.size <= this.#mostRows) return
      if (!visible.has(rowId)) this.#entries.delete(rowId)
    }
  }

  #set(entry: Entry, { columnId, value, mark }: CellUpdate): void {
    // A new object, because the old one may be in use.
    entry.row = {
      ...entry.row,
      cells: { ...entry.row.cells, [columnId]: value },
      marks: { ...entry.row.marks, [columnId]: mark },
    }
  }
}

function withCell(row: Row, columnId: string, from: Row): Row {
  const mark = from.marks[columnId]
  return {
    ...row,
    cells: { ...row.cells, [columnId]: from.cells[columnId] ?? null },
    marks: mark ? { ...row.marks, [columnId]: mark } : row.marks,
  }
}
