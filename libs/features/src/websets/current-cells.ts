import type { Action, CellUpdate, Row } from '@enrichify/contracts'
import { CellRepository, RowRepository, type ColumnEntity, type IdRanges, type Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { rowLabel } from './row-label.ts'
import { RowReader } from './row-reader.ts'

/** More is not sent as one answer: windows are read again. */
const MOST_CELLS = 10_000
const MOST_ROWS = 500
/** One command adds at most this many. */
const MOST_ADDED = 1000
/** Of what an action changed, so many cells are shown in the list of changes. */
const EXAMPLES = 2

/** Cells as they are now, with their marks. */
@Injectable()
export class CurrentCells {
  constructor(
    private readonly cells: CellRepository,
    private readonly rows: RowRepository,
    private readonly reader: RowReader,
  ) {}

  /** The cells that an action changed, and those of their rows that are stale. Null: too many. */
  async ofAction(tx: Tx, websetId: string, actionId: string): Promise<CellUpdate[] | null> {
    const changes = await this.cells.changesOfAction(tx, actionId, 0, MOST_CELLS + 1)
    if (changes.length > MOST_CELLS) return null
    const named = new Map<number, Set<string>>()
    for (const { rowId, columnId } of changes) named.set(rowId, (named.get(rowId) ?? new Set()).add(columnId))
    const rows = await this.reader.byIds(tx, websetId, [...named.keys()])
    return rows.flatMap(({ id: rowId, cells, marks }) => {
      const stale = Object.keys(marks).filter((columnId) => marks[columnId]!.stale)
      return [...new Set([...named.get(rowId)!, ...stale])].map((columnId) => ({
        rowId,
        columnId,
        value: cells[columnId] ?? null,
        mark: marks[columnId] ?? { state: null },
      }))
    })
  }

  /** Of each action, the first cells that it changed, with the names of their rows. */
  async examples(
    tx: Tx,
    websetId: string,
    actionIds: readonly string[],
    columns: readonly ColumnEntity[],
  ): Promise<ReadonlyMap<string, Action['cells']>> {
    const changes = await this.cells.firstChanges(tx, actionIds, EXAMPLES)
    const ids = [...new Set(changes.map(({ rowId }) => rowId))]
    const labels = new Map((await this.rows.byIds(tx, websetId, ids)).map((row) => [row.id, rowLabel(row, columns)]))
    const found = new Map<string, Action['cells']>()
    for (const { actionId, ...change } of changes)
      found.set(actionId, [
        ...(found.get(actionId) ?? []),
        { ...change, row: labels.get(change.rowId) ?? `Row ${change.rowId}` },
      ])
    return found
  }

  /** Rows that came, whole. Null: too many. */
  async added(tx: Tx, websetId: string, ids: readonly number[]): Promise<Row[] | null> {
    return ids.length > MOST_ADDED ? null : this.reader.byIds(tx, websetId, ids)
  }

  /** Rows that a command was about and that are there now, whole. Null: too many. */
  async inRanges(tx: Tx, websetId: string, { ranges }: { ranges?: IdRanges }): Promise<Row[] | null> {
    return this.added(tx, websetId, ranges ? await this.rows.idsInRanges(tx, websetId, ranges, MOST_ADDED + 1) : [])
  }

  /** The rows whose cells changed after a version, whole. Null: too many. */
  async rowsSince(tx: Tx, websetId: string, version: number): Promise<Row[] | null> {
    const ids = await this.cells.touchedSince(tx, websetId, version, MOST_ROWS)
    return ids && this.reader.byIds(tx, websetId, ids)
  }
}
