import type { CellUpdate, Mark, Row } from '@enrichify/contracts'
import { CellRepository, RowRepository, WebsetRepository, type StoredRow, type Tx } from '@enrichify/database'
import type { ColumnKind } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { markOf } from './cell-writes.ts'
import { markWrong } from './read-verdicts.ts'

/** Rows as people see them: values with the marks of their cells, without the cells of deleted columns. */
@Injectable()
export class RowReader {
  constructor(
    private readonly columns: WebsetRepository,
    private readonly repository: RowRepository,
    private readonly cells: CellRepository,
  ) {}

  async byIds(tx: Tx, websetId: string, ids: readonly number[]): Promise<Row[]> {
    return ids.length === 0 ? [] : this.withMarks(tx, websetId, await this.repository.byIds(tx, websetId, ids))
  }

  async withMarks(
    tx: Tx,
    websetId: string,
    rows: readonly StoredRow[],
    known?: ReadonlyMap<string, ColumnKind>,
  ): Promise<Row[]> {
    if (rows.length === 0) return []
    const ids = rows.map((row) => row.id)
    const kinds = known ?? (await this.kinds(tx, websetId))
    const marks = new Map<number, Record<string, Mark>>()
    const stale: CellUpdate[] = []
    const values = new Map(rows.map(({ id, cells }) => [id, cells]))
    for (const found of await this.repository.marks(tx, websetId, ids)) {
      const { rowId, columnId } = found
      const row = marks.get(rowId) ?? {}
      const mark = markOf(found)
      row[columnId] = mark
      marks.set(rowId, row)
      if (mark.stale) stale.push({ rowId, columnId, value: values.get(rowId)?.[columnId] ?? null, mark })
    }
    await markWrong(tx, websetId, stale, this.cells)
    for (const [rowId, columnIds] of await this.repository.pending(tx, websetId, ids)) {
      const row = marks.get(rowId) ?? {}
      for (const columnId of columnIds)
        if (row[columnId]?.state !== 'human') row[columnId] = { ...(row[columnId] ?? { state: null }), pending: true }
      marks.set(rowId, row)
    }
    const isShown = (columnId: string): boolean => kinds.has(columnId)
    const visible = <T>(record: Record<string, T>) =>
      Object.keys(record).every(isShown)
        ? record
        : Object.fromEntries(Object.entries(record).filter(([columnId]) => isShown(columnId)))
    return rows.map((row) => ({ id: row.id, cells: visible(row.cells), marks: visible(marks.get(row.id) ?? {}) }))
  }

  kinds(tx: Tx, websetId: string): Promise<Map<string, ColumnKind>> {
    return this.columns.kinds(tx, websetId)
  }
}
