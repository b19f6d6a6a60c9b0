import type { CellUpdate, Row } from '@enrichify/contracts'
import { CellRepository, RowRepository, type IdRanges, type Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { RowReader } from './row-reader.ts'

/** More is not sent as one answer: windows are read again. */
const MOST_CELLS = 10_000
const MOST_ROWS = 500
/** One command adds at most this many. */
const MOST_ADDED = 1000

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

  /** Rows that came, whole. Null: too many. */
  async added(tx: Tx, websetId: string, ids: readonly number[]): Promise<Row[] | null> {
    return ids.length > MOST_ADDED ? null : this.reader.byIds(tx, websetId, ids)
  }

  /** Rows that a command was about and that are there now, whole. Null: too many. */
  async inRanges(tx: Tx, websetId: string, { ranges }: { ranges?: IdRanges }): Promise<Row[] | null> {
    const found = ranges ? await this.rows.inRanges(tx, websetId, ranges, 0, MOST_ADDED + 1) : []
    return this.added(
      tx,
      websetId,
      found.map(({ id }) => id),
    )
  }

  /** The rows whose cells changed after a version, whole. Null: too many. */
  async rowsSince(tx: Tx, websetId: string, version: number): Promise<Row[] | null> {
    const ids = await this.cells.touchedSince(tx, websetId, version, MOST_ROWS)
    return ids && this.reader.byIds(tx, websetId, ids)
  }
}
