import type { CellUpdate } from '@enrichify/contracts'
import {
  CellRepository,
  RowRepository,
  WebsetRepository,
  type CellKey,
  type CellWrite,
  type ReachedCell,
  type StaleCause,
  type Tx,
} from '@enrichify/database'
import { dependentsOf, marksSite } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { markOf, sameValue } from './cell-writes.ts'
import { markWrong } from './read-verdicts.ts'

/** Cells that are made from other cells: marked when those change, but never run automatically. */
@Injectable()
export class StaleMarker {
  constructor(
    private readonly cells: CellRepository,
    private readonly rows: RowRepository,
    private readonly websets: WebsetRepository,
  ) {}

  /**
   * Marks the cells that are made from cells that are about to change, or frees them from the mark when the change
   * takes back what had made them stale. Returns the cells that look different now, as watchers see them.
   */
  async markDependents(
    tx: Tx,
    websetId: string,
    writes: readonly CellWrite[],
    cause: StaleCause,
  ): Promise<CellUpdate[]> {
    const changed = writes.filter((write) => !sameValue(write.before, write.value))
    if (changed.length === 0) return []
    const columns = await this.websets.listColumns(tx, websetId)
    const asking = columns.filter(({ enrichment }) => enrichment)
    if (asking.length === 0) return []
    const reach = new Map(
      columns.map((column) => [
        column.id,
        marksSite(column) ? asking.map(({ id }) => id) : dependentsOf(asking, [column.id]),
      ]),
    )
    const written = new Set(writes.map(keyOf))
    const reached = new Map(
      changed
        .flatMap(({ rowId, columnId }) => (reach.get(columnId) ?? []).map((id) => ({ rowId, columnId: id })))
        .map((cell) => [keyOf(cell), { ...cell, reached: true }]),
    )
    // What is taken back may have reached cells that are made from something else by now.
    const freed = cause.reverses
      ? [...new Set(changed.map(({ rowId }) => rowId))].flatMap((rowId) =>
          asking.map(({ id }) => ({ rowId, columnId: id, reached: false })),
        )
      : []
    const cells = [...reached.values(), ...freed.filter((cell) => !reached.has(keyOf(cell)))].filter(
      (cell) => !written.has(keyOf(cell)),
    )
    if (cells.length === 0) return []
    return this.mark(tx, websetId, cells, cause)
  }

  async mark(tx: Tx, websetId: string, cells: readonly ReachedCell[], cause: StaleCause): Promise<CellUpdate[]> {
    const marked = await this.cells.markStale(tx, websetId, cells, cause)
    if (marked.length === 0) return []
    const values = new Map(
      (
        await this.rows.byIds(
          tx,
          websetId,
          marked.map(({ rowId }) => rowId),
        )
      ).map((row) => [row.id, row.cells]),
    )
    const updates = marked.map((cell): CellUpdate => ({
      rowId: cell.rowId,
      columnId: cell.columnId,
      value: values.get(cell.rowId)?.[cell.columnId] ?? null,
      mark: markOf({ ...cell, candidates: cell.candidates.length }),
    }))
    await markWrong(tx, websetId, updates, this.cells)
    return updates
  }
}

const keyOf = ({ rowId, columnId }: CellKey): string => `${rowId}:${columnId}`
