import type { CellValueJson, Filter, Mark, Row } from '@enrichify/contracts'
import { Database, RowRepository, WebsetRepository, type StoredRow, type Tx } from '@enrichify/database'
import { COLUMN_TYPES, notFound, Refused, type CellValue, type ColumnKind, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { ActionLog } from './action-log.ts'
import { markOf } from './cell-writes.ts'
import { readValue } from './read-value.ts'
import { makeCursor, readCursor, readSort } from './row-query.ts'
import { WebsetsService } from './websets.service.ts'

const MAX_ROWS = 5_000_000

export interface RowsQuery {
  cursor?: string | undefined
  offset?: number | undefined
  limit: number
  filter?: Filter[] | undefined
  sort?: string | undefined
  search?: string | undefined
}

/** Rows as people see them, add them, and move them to the trash and back. */
@Injectable()
export class RowsService {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetsService,
    private readonly columns: WebsetRepository,
    private readonly repository: RowRepository,
    private readonly log: ActionLog,
  ) {}

  async window(
    principal: Principal,
    websetId: string,
    input: RowsQuery,
  ): Promise<{ rows: Row[]; nextCursor: string | null; total: number }> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const kinds = await this.kinds(tx, websetId)
      const query = { filter: input.filter ?? [], search: input.search?.trim() || null, sort: readSort(input.sort) }
      const at = input.cursor ? readCursor(input.cursor) : { offset: input.offset ?? 0 }
      const { rows, total } = await this.repository.window(tx, websetId, query, kinds, at, input.limit)
      const last = rows.at(-1)
      const nextCursor =
        rows.length < input.limit || !last
          ? null
          : makeCursor(
              query.sort || !('after' in at || at.offset === 0)
                ? { offset: ('offset' in at ? at.offset : 0) + rows.length }
                : { after: last.id },
            )
      return { rows: await this.withMarks(tx, websetId, rows), nextCursor, total }
    })
  }

  /** Rows with the marks of their cells, without the cells of deleted columns. */
  async withMarks(tx: Tx, websetId: string, rows: readonly StoredRow[]): Promise<Row[]> {
    if (rows.length === 0) return []
    const ids = rows.map((row) => row.id)
    const kinds = await this.kinds(tx, websetId)
    const marks = new Map<number, Record<string, Mark>>()
    for (const found of await this.repository.marks(tx, websetId, ids)) {
      const row = marks.get(found.rowId) ?? {}
      row[found.columnId] = markOf(found)
      marks.set(found.rowId, row)
    }
    for (const [rowId, columnIds] of await this.repository.pending(tx, websetId, ids)) {
      const row = marks.get(rowId) ?? {}
      for (const columnId of columnIds)
        if (row[columnId]?.state !== 'human') row[columnId] = { ...(row[columnId] ?? { state: null }), pending: true }
      marks.set(rowId, row)
    }
    const visible = <T>(record: Record<string, T>) =>
      Object.fromEntries(Object.entries(record).filter(([columnId]) => kinds.has(columnId)))
    return rows.map((row) => ({ id: row.id, cells: visible(row.cells), marks: visible(marks.get(row.id) ?? {}) }))
  }

  async kinds(tx: Tx, websetId: string): Promise<Map<string, ColumnKind>> {
    return new Map((await this.columns.listColumns(tx, websetId)).map((column) => [column.id, column.kind]))
  }

  async add(
    principal: Principal,
    websetId: string,
    rows: Record<string, CellValueJson>[],
  ): Promise<{ rows: Row[]; rejected: { index: number; column: string; reason: string }[] }> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.websets.require(tx, websetId)
      if (webset.rowCount + rows.length > MAX_ROWS)
        throw new Refused('too_many_rows', `A webset has at most ${MAX_ROWS} rows.`, 'unprocessable', {
          limit: MAX_ROWS,
        })
      const columns = new Map((await this.columns.listColumns(tx, websetId)).map((column) => [column.id, column]))
      const rejected: { index: number; column: string; reason: string }[] = []
      const clean = rows.map((row, index) => {
        const cells: Record<string, CellValue> = {}
        for (const [columnId, json] of Object.entries(row)) {
          const column = columns.get(columnId)
          const parsed = column
            ? readValue(column, json)
            : { ok: false as const, reason: 'is not a column of this webset' }
          if (!parsed.ok) rejected.push({ index, column: columnId, reason: parsed.reason })
          else if (parsed.value !== null) cells[columnId] = parsed.value
        }
        return cells
      })
      const made = await this.repository.append(tx, websetId, clean)
      await this.log.record(tx, {
        websetId,
        userId: principal.userId,
        kind: 'rows.add',
        label: made.length === 1 ? 'adding a row' : `adding ${made.length} rows`,
        payload: { rowIds: made.map((row) => row.id) },
      })
      this.log.rowsChanged(tx, websetId, webset.rowCount + made.length)
      return { rows: await this.withMarks(tx, websetId, made), rejected }
    })
  }

  async setDeleted(
    principal: Principal,
    websetId: string,
    rowIds: readonly number[],
    deleted: boolean,
  ): Promise<number> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.websets.require(tx, websetId)
      const moved = await this.repository.setDeleted(tx, websetId, rowIds, deleted)
      if (moved.length) {
        if (deleted)
          await this.log.record(tx, {
            websetId,
            userId: principal.userId,
            kind: 'rows.delete',
            label: moved.length === 1 ? 'deleting a row' : `deleting ${moved.length} rows`,
            payload: { rowIds: moved },
          })
        this.log.rowsChanged(tx, websetId, webset.rowCount + (deleted ? -moved.length : moved.length))
      }
      return moved.length
    })
  }

  byIds(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<StoredRow[]> {
    return this.repository.byIds(tx, websetId, rowIds)
  }

  async valueOf(tx: Tx, websetId: string, rowId: number, columnId: string): Promise<CellValue> {
    const [row] = await this.repository.byIds(tx, websetId, [rowId])
    if (!row) throw notFound('row')
    return row.cells[columnId] ?? null
  }

  async trash(
    principal: Principal,
    websetId: string,
  ): Promise<{
    columns: { id: string; name: string; deletedAt: string }[]
    rows: { id: number; label: string; deletedAt: string }[]
    totalRows: number
  }> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const columns = await this.columns.listColumns(tx, websetId)
      const { rows, total } = await this.repository.listDeleted(tx, websetId, 200)
      const label = (row: StoredRow) =>
        columns
          .map((column) => COLUMN_TYPES[column.kind].format(row.cells[column.id] ?? null))
          .find((text) => text !== '') ?? `Row ${row.id}`
      return {
        columns: (await this.columns.listDeletedColumns(tx, websetId)).map((column) => ({
          id: column.id,
          name: column.name,
          deletedAt: column.deleted_at.toISOString(),
        })),
        rows: rows.map((row) => ({ id: row.id, label: label(row), deletedAt: row.deletedAt.toISOString() })),
        totalRows: total,
      }
    })
  }
}
