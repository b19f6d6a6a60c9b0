import type { CellState, CellValue, ColumnKind, EmptyReason } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import { Parameters, sortKeyOf, whereOf, type RowQuery } from './row-query.ts'

export interface StoredRow {
  id: number
  cells: Record<string, CellValue>
}

export interface StoredMark {
  rowId: number
  columnId: string
  state: CellState
  empty: EmptyReason | null
  candidates: number
  stale: boolean
  conflict: boolean
}

/** Rows as values. What we know about a cell besides its value belongs to the cell repository. */
export class RowRepository {
  /** A window, and how many rows match. Unsorted and unfiltered it is a range of the primary key at any depth. */
  async window(
    tx: Tx,
    websetId: string,
    query: RowQuery,
    kinds: ReadonlyMap<string, ColumnKind>,
    at: { offset: number } | { after: number },
    limit: number,
  ): Promise<{ rows: StoredRow[]; total: number }> {
    if (query.filter.length === 0 && !query.search && !query.sort) {
      const [counts] = await tx.query<{ row_count: number; deleted_rows: number }>(
        'select row_count, deleted_rows from websets where id = $1',
        [websetId],
      )
      // With an empty trash, ids are 1…n without gaps. A depth is then a key and costs nothing.
      const after = 'after' in at ? at.after : counts?.deleted_rows === 0 ? at.offset : null
      if (after !== null)
        return { rows: await this.page(tx, websetId, query, kinds, after, limit), total: counts?.row_count ?? 0 }
    }
    const parameters = new Parameters()
    const where = whereOf(query, websetId, kinds, parameters)
    const key = sortKeyOf(query.sort, kinds, parameters)
    // One pass finds all matching rows. The wide cells are read for the window alone.
    const [found] = await tx.query<{ total: number; ids: number[] }>(
      `with matched as materialized (select r.id${key ? `, ${key} as key` : ''} from rows r where ${where})
       select (select count(*) from matched) as total,
         array(select id from matched ${'after' in at ? `where id > ${parameters.add(at.after)}` : ''}
         order by ${key ? `key ${query.sort?.direction === 'desc' ? 'desc' : 'asc'} nulls last, ` : ''}id
         limit ${parameters.add(limit)} ${'offset' in at ? `offset ${parameters.add(at.offset)}` : ''}) as ids`,
      parameters.values,
    )
    const rows = new Map((await this.byIds(tx, websetId, found?.ids ?? [])).map((row) => [row.id, row]))
    return { rows: (found?.ids ?? []).flatMap((id) => rows.get(id) ?? []), total: found?.total ?? 0 }
  }

  /** Ids of all rows, or of the first ones, in the order of the list. Runs plan over them. */
  async ids(tx: Tx, websetId: string, limit: number | null): Promise<number[]> {
    const found = await tx.query<{ id: number }>(
      'select id from rows where webset_id = $1 and deleted_at is null order by id limit $2',
      [websetId, limit],
    )
    return found.map((row) => row.id)
  }

  /** Rows of one webset by id, in the order of the list. Rows in the trash are left out. */
  byIds(tx: Tx, websetId: string, ids: readonly number[], options: { lock?: boolean } = {}): Promise<StoredRow[]> {
    return tx.query<StoredRow>(
      `select id, cells
       from rows
       where webset_id = $1 and id = any ($2) and deleted_at is null
       order by id ${options.lock ? 'for update' : ''}`,
      [websetId, ids],
    )
  }

  marks(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<StoredMark[]> {
    return tx.query<StoredMark>(
      `select row_id as "rowId", column_id as "columnId", state, empty_reason as empty,
         jsonb_array_length(candidates) as candidates, stale, conflict
       from cell_states
       where webset_id = $1 and row_id = any ($2)`,
      [websetId, rowIds],
    )
  }

  /** Which of these rows an unfinished run is still about to answer, and in which columns. */
  async pending(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<Map<number, string[]>> {
    const found = await tx.query<{ id: number; column_ids: string[] }>(
      `select pending.id, r.column_ids from run_batches b
       join runs r on r.workspace_id = b.workspace_id and r.id = b.run_id and r.state in ('queued', 'running', 'paused')
       cross join lateral (select unnest(b.row_ids) as id except select unnest(b.done_row_ids)) pending
       where b.webset_id = $1 and b.state = 'waiting' and b.row_ids && $2::bigint[] and pending.id = any ($2)`,
      [websetId, rowIds],
    )
    return new Map(found.map((row) => [row.id, row.column_ids]))
  }

  async append(tx: Tx, websetId: string, rows: Record<string, CellValue>[]): Promise<StoredRow[]> {
    const [counter] = await tx.query<{ first: number }>(
      `update websets
       set next_row_id = next_row_id + $2, row_count = row_count + $2, updated_at = now()
       where id = $1
       returning next_row_id - $2 as first`,
      [websetId, rows.length],
    )
    const first = counter?.first ?? 1
    await tx.query(
      `insert into rows (workspace_id, webset_id, id, cells)
       select $1, $2, $3 + r.place - 1, r.cells
       from unnest($4::jsonb[]) with ordinality as r (cells, place)`,
      [tx.workspaceId, websetId, first, rows.map((cells) => JSON.stringify(cells))],
    )
    return rows.map((cells, index) => ({ id: first + index, cells }))
  }

  /** Moves rows into the trash or out of it. Returns the ids that really moved. */
  async setDeleted(tx: Tx, websetId: string, ids: readonly number[], deleted: boolean): Promise<number[]> {
    // In the order of ids, as every writer locks rows.
    await tx.query('select from rows where webset_id = $1 and id = any ($2) order by id for update', [websetId, ids])
    const moved = await tx.query<{ id: number }>(
      `update rows
       set deleted_at = ${deleted ? 'now()' : 'null'}
       where webset_id = $1 and id = any ($2) and deleted_at is ${deleted ? '' : 'not '}null
       returning id`,
      [websetId, ids],
    )
    const sign = deleted ? 1 : -1
    if (moved.length)
      await tx.query(
        `update websets
         set row_count = row_count - $2, deleted_rows = deleted_rows + $2, updated_at = now()
         where id = $1`,
        [websetId, sign * moved.length],
      )
    return moved.map((row) => row.id)
  }

  /** The same for a range of ids. It undoes an import of a million rows without naming each. */
  async deleteRange(tx: Tx, websetId: string, first: number, count: number): Promise<void> {
    const [moved] = await tx.query<{ count: number }>(
      `with moved as (
         update rows
         set deleted_at = now()
         where webset_id = $1 and id >= $2 and id < $2::bigint + $3 and deleted_at is null
         returning id
       )
       select count(*) as count
       from moved`,
      [websetId, first, count],
    )
    await tx.query(
      `update websets
       set row_count = row_count - $2, deleted_rows = deleted_rows + $2, updated_at = now()
       where id = $1`,
      [websetId, moved?.count ?? 0],
    )
  }

  async listDeleted(
    tx: Tx,
    websetId: string,
    limit: number,
  ): Promise<{ rows: (StoredRow & { deletedAt: Date })[]; total: number }> {
    const rows = await tx.query<StoredRow & { deletedAt: Date }>(
      `select id, cells, deleted_at as "deletedAt"
       from rows
       where webset_id = $1 and deleted_at is not null
       order by deleted_at desc, id
       limit $2`,
      [websetId, limit],
    )
    const [count] = await tx.query<{ total: number }>('select deleted_rows as total from websets where id = $1', [
      websetId,
    ])
    return { rows, total: count?.total ?? 0 }
  }

  /**
   * The next matching rows after an id, in the order of the list. Exports walk through a webset with it, without
   * keeping it in memory.
   */
  page(
    tx: Tx,
    websetId: string,
    query: Pick<RowQuery, 'filter' | 'search'>,
    kinds: ReadonlyMap<string, ColumnKind>,
    after: number,
    limit: number,
  ): Promise<StoredRow[]> {
    const parameters = new Parameters()
    const where = whereOf(query, websetId, kinds, parameters)
    return tx.query<StoredRow>(
      `select r.id, r.cells
       from rows r
       where ${where} and r.id > ${parameters.add(after)}
       order by r.id
       limit ${parameters.add(limit)}`,
      parameters.values,
    )
  }

  async count(
    tx: Tx,
    websetId: string,
    query: Pick<RowQuery, 'filter' | 'search'>,
    kinds: ReadonlyMap<string, ColumnKind>,
  ): Promise<number> {
    const parameters = new Parameters()
    const [found] = await tx.query<{ total: number }>(
      `select count(*) as total from rows r where ${whereOf(query, websetId, kinds, parameters)}`,
      parameters.values,
    )
    return found?.total ?? 0
  }
}
