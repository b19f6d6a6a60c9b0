import type { CellUpdate, Row } from '@enrichify/contracts'
import { CellRepository, type CellKey, type Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { RowReader } from './row-reader.ts'

/** More is not sent as one answer: windows are read again. */
const MOST_CELLS = 10_000
const MOST_ROWS = 500

/** Cells as they are now, with their marks. */
@Injectable()
export class CurrentCells {
  constructor(
    private readonly cells: CellRepository,
    private readonly reader: RowReader,
  ) {}

  /** The cells that an action changed. Null: too many. */
  async ofAction(tx: Tx, websetId: string, actionId: string): Promise<CellUpdate[] | null> {
    const changes = await this.cells.changesOfAction(tx, actionId, 0, MOST_CELLS + 1)
    if (changes.length > MOST_CELLS) return null
    const rows = new Map((await this.#rows(tx, websetId, changes)).map((row) => [row.id, row]))
    return changes.flatMap(({ rowId, columnId }) => {
      const row = rows.get(rowId)
      return row
        ? [{ rowId, columnId, value: row.cells[columnId] ?? null, mark: row.marks[columnId] ?? { state: null } }]
        : []
    })
  }

  /** The rows whose cells changed after a version, whole. Null: too many. */
  async rowsSince(tx: Tx, websetId: string, version: number): Promise<Row[] | null> {
    const ids = await this.cells.touchedSince(tx, websetId, version, MOST_ROWS + 1)
    return ids.length > MOST_ROWS ? null : this.#rows(tx, websetId, ids)
  }

  #rows(tx: Tx, websetId: string, cells: readonly Pick<CellKey, 'rowId'>[]): Promise<Row[]> {
    return this.reader.byIds(tx, websetId, [...new Set(cells.map(({ rowId }) => rowId))])
  }
}
