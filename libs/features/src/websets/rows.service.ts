import type { CellValueJson, Filter, Row } from '@enrichify/contracts'
import { Database, RowRepository, WebsetRepository, type StoredRow, type Tx } from '@enrichify/database'
import { notFound, type CellValue, type ColumnKind, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { CommandsService } from './commands.service.ts'
import { rowLabel } from './row-label.ts'
import { makeCursor, readCursor, readSort } from './row-query.ts'
import { RowReader } from './row-reader.ts'
import { WebsetsService } from './websets.service.ts'

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
    private readonly reader: RowReader,
    private readonly commands: CommandsService,
  ) {}

  async window(
    principal: Principal,
    websetId: string,
    input: RowsQuery,
  ): Promise<{ rows: Row[]; nextCursor: string | null; total: number; version: number }> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      // Read before the rows: they are at least as new as it says.
      const { version } = await this.websets.require(tx, websetId)
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
      return { rows: await this.withMarks(tx, websetId, rows), nextCursor, total, version }
    })
  }

  withMarks(tx: Tx, websetId: string, rows: readonly StoredRow[]): Promise<Row[]> {
    return this.reader.withMarks(tx, websetId, rows)
  }

  kinds(tx: Tx, websetId: string): Promise<Map<string, ColumnKind>> {
    return this.reader.kinds(tx, websetId)
  }

  async add(
    principal: Principal,
    websetId: string,
    rows: Record<string, CellValueJson>[],
  ): Promise<{ rows: Row[]; rejected: { index: number; column: string; reason: string }[] }> {
    const made = await this.commands.apply(principal, websetId, 'rows.add', { rows })
    return {
      rows: made.rows ?? [],
      rejected: made.refused.map(({ index, columnId, detail }) => ({
        index: index ?? 0,
        column: columnId ?? '',
        reason: detail,
      })),
    }
  }

  async setDeleted(principal: Principal, websetId: string, ids: readonly number[], deleted: boolean): Promise<number> {
    const rows = { kind: 'ids' as const, ids: [...ids] }
    const { size } = deleted
      ? await this.commands.apply(principal, websetId, 'rows.delete', { rows })
      : await this.commands.apply(principal, websetId, 'rows.restore', { rows })
    return size
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
      return {
        columns: (await this.columns.listDeletedColumns(tx, websetId)).map((column) => ({
          id: column.id,
          name: column.name,
          deletedAt: column.deleted_at.toISOString(),
        })),
        rows: rows.map((row) => ({
          id: row.id,
          label: rowLabel(row, columns),
          deletedAt: row.deletedAt.toISOString(),
        })),
        totalRows: total,
      }
    })
  }
}
