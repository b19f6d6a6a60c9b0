import { randomUUID } from 'node:crypto'
import type { ColumnKind, ColumnSettings, Enrichment } from '@enrichify/domain'
import { IsNull } from 'typeorm'
import type { Tx } from '../database.ts'
import { lockColumns, moveColumn, placeColumn } from './column-order.ts'
import { ColumnEntity, WebsetEntity } from './websets.entities.ts'
import { columnChangedByOthers, columnMovedByOthers, columnSavedSince } from './work-of-others.ts'

export interface WebsetRow {
  id: string
  name: string
  isSample: boolean
  rows: number
  columns: number
  createdAt: Date
  updatedAt: Date
  activeRunId: string | null
}

/** Websets and their columns. Row-level security limits each statement to the scope of `tx`. */
export class WebsetRepository {
  readonly lockColumns = lockColumns
  readonly moveColumn = moveColumn
  readonly placeColumn = placeColumn
  readonly columnChangedByOthers = columnChangedByOthers
  readonly columnMovedByOthers = columnMovedByOthers
  readonly columnSavedSince = columnSavedSince

  list(tx: Tx, trash: boolean): Promise<WebsetRow[]> {
    return tx.query<WebsetRow>(
      `select w.id, w.name, w.is_sample as "isSample", w.row_count as rows,
                w.created_at as "createdAt", w.updated_at as "updatedAt",
              (
                select count(*)
                from columns c
                where c.workspace_id = w.workspace_id and c.webset_id = w.id and c.deleted_at is null
              )::int as columns,
              (
                select r.id
                from runs r
                where r.workspace_id = w.workspace_id and r.webset_id = w.id
                  and r.state in ('queued', 'running', 'paused', 'cancelling')
                limit 1
              ) as "activeRunId"
       from websets w where (w.deleted_at is not null) = $1 order by w.updated_at desc limit 1000`,
      [trash],
    )
  }

  async create(tx: Tx, webset: { name: string; isSample?: boolean }): Promise<WebsetEntity> {
    const id = randomUUID()
    await tx.query('insert into websets (workspace_id, id, name, is_sample) values ($1, $2, $3, $4)', [
      tx.workspaceId,
      id,
      webset.name,
      webset.isSample ?? false,
    ])
    return (await this.find(tx, id))!
  }

  find(tx: Tx, id: string, options: { deleted?: boolean } = {}): Promise<WebsetEntity | null> {
    return tx.manager.findOne(WebsetEntity, {
      where: { workspaceId: tx.workspaceId, id, ...(options.deleted ? {} : { deletedAt: IsNull() }) },
    })
  }

  async update(
    tx: Tx,
    id: string,
    patch: { name?: string; deletedAt?: Date | null; archiveId?: string | null; practice?: boolean },
  ): Promise<void> {
    await tx.manager.update(WebsetEntity, { workspaceId: tx.workspaceId, id }, { ...patch, updatedAt: new Date() })
  }

  /**
   * Moves a webset to the trash if it never had a row or a column. A webset that another transaction is changing is
   * left alone. True: it was moved.
   */
  async trashEmpty(tx: Tx, id: string): Promise<boolean> {
    const moved = await tx.query(
      `with empty as (
         select w.workspace_id, w.id
         from websets w
         where w.id = $1 and w.deleted_at is null and w.row_count = 0 and w.deleted_rows = 0
           and not exists (select from columns c where c.workspace_id = w.workspace_id and c.webset_id = w.id)
         for update of w skip locked
       )
       update websets w
       set deleted_at = now(), updated_at = now()
       from empty e
       where w.workspace_id = e.workspace_id and w.id = e.id
       returning w.id`,
      [id],
    )
    return moved.length > 0
  }

  /**
   * Gives what this transaction changes its version. Others who change this webset wait until it ends, so it is one of
   * the last statements.
   */
  async raiseVersion(
    tx: Tx,
    id: string,
    what: { rows: boolean; columns: boolean; stale: boolean },
  ): Promise<{ version: number; rowCount: number }> {
    const [raised] = await tx.query<{ version: number; rowCount: number }>(
      `update websets
       set version = version + 1, updated_at = now(),
         rows_version = case when $2 then version + 1 else rows_version end,
         columns_version = case when $3 then version + 1 else columns_version end,
         stale_version = case when $4 then version + 1 else stale_version end
       where id = $1
       returning version, row_count as "rowCount"`,
      [id, what.rows, what.columns, what.stale],
    )
    return raised ?? { version: 0, rowCount: 0 }
  }

  /** Where a webset is now, and which versions last changed its rows and its columns. */
  async versions(
    tx: Tx,
    id: string,
  ): Promise<{ version: number; rowsVersion: number; columnsVersion: number; rowCount: number }> {
    const [found] = await tx.query<{ version: number; rowsVersion: number; columnsVersion: number; rowCount: number }>(
      `select version, rows_version as "rowsVersion", columns_version as "columnsVersion", row_count as "rowCount"
       from websets
       where id = $1`,
      [id],
    )
    return found ?? { version: 0, rowsVersion: 0, columnsVersion: 0, rowCount: 0 }
  }

  async activeRunId(tx: Tx, id: string): Promise<string | null> {
    const [found] = await tx.query<{ id: string }>(
      `select id from runs where webset_id = $1 and state in ('queued', 'running', 'paused', 'cancelling')`,
      [id],
    )
    return found?.id ?? null
  }

  listColumns(tx: Tx, websetId: string): Promise<ColumnEntity[]> {
    return tx.manager.find(ColumnEntity, {
      where: { workspaceId: tx.workspaceId, websetId, deletedAt: IsNull() },
      order: { position: 'ASC', id: 'ASC' },
    })
  }

  /** The types of the columns. Each window asks for them: without entities it is five times as fast. */
  async kinds(tx: Tx, websetId: string): Promise<Map<string, ColumnKind>> {
    const found = await tx.query<{ id: string; kind: ColumnKind }>(
      'select id, kind from columns where webset_id = $1 and deleted_at is null order by position, id',
      [websetId],
    )
    return new Map(found.map(({ id, kind }) => [id, kind]))
  }

  listDeletedColumns(tx: Tx, websetId: string): Promise<{ id: string; name: string; deleted_at: Date }[]> {
    return tx.query(
      `select id, name, deleted_at
       from columns
       where webset_id = $1 and deleted_at is not null
       order by deleted_at desc`,
      [websetId],
    )
  }

  findColumn(tx: Tx, websetId: string, id: string, options: { deleted?: boolean } = {}): Promise<ColumnEntity | null> {
    return tx.manager.findOne(ColumnEntity, {
      where: { workspaceId: tx.workspaceId, websetId, id, ...(options.deleted ? {} : { deletedAt: IsNull() }) },
    })
  }

  async addColumns(
    tx: Tx,
    websetId: string,
    columns: {
      name: string
      kind: ColumnKind
      width?: number
      settings?: ColumnSettings
      enrichment?: Enrichment | null
    }[],
  ): Promise<ColumnEntity[]> {
    const [counter] = await tx.query<{ first: number }>(
      `update websets
       set next_column = next_column + $2
       where id = $1
       returning next_column - $2 as first`,
      [websetId, columns.length],
    )
    const [last] = await tx.query<{ position: number }>(
      'select coalesce(max(position), -1) as position from columns where webset_id = $1',
      [websetId],
    )
    const made = columns.map((column, index) =>
      tx.manager.create(ColumnEntity, {
        workspaceId: tx.workspaceId,
        websetId,
        id: `c${(counter?.first ?? 1) + index}`,
        name: column.name,
        kind: column.kind,
        position: (last?.position ?? -1) + 1 + index,
        width: column.width ?? 180,
        settings: column.settings ?? {},
        enrichment: column.enrichment ?? null,
        deletedAt: null,
      }),
    )
    await tx.manager.insert(ColumnEntity, made)
    return made
  }

  async updateColumn(
    tx: Tx,
    websetId: string,
    id: string,
    patch: Partial<
      Pick<ColumnEntity, 'name' | 'width' | 'kind' | 'settings' | 'position' | 'enrichment' | 'deletedAt'>
    >,
  ): Promise<void> {
    await tx.manager.update(ColumnEntity, { workspaceId: tx.workspaceId, websetId, id }, patch)
  }
}
