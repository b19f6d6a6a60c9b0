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

/** More rows than this are not named one by one in events. */
const NAMED_ROWS = 1000

/** A set of row ids as ranges (PostgreSQL’s `int8multirange` as text): a million neighbours are one pair. */
export type IdRanges = string & { readonly ranges: unique symbol }
export const NO_ROWS = '{}' as IdRanges

export function rangesOf(ids: readonly number[]): IdRanges {
  return `{${ids.map((id) => `[${id},${id}]`).join(',')}}` as IdRanges
}

export interface MovedRows {
  count: number
  ranges: IdRanges
  /** Null: too many to name. */
  ids: number[] | null
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
       set next_row_id = next_row_id + $2, row_count = row_count + $2
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

  /**
   * Moves rows into the trash or out of it, as one statement for any number. Returns which really moved.
   */
  async setDeleted(tx: Tx, websetId: string, ranges: IdRanges, deleted: boolean): Promise<MovedRows> {
    // In the order of ids, as every writer locks rows.
    const [moved] = await tx.query<{ count: number; ranges: string; ids: number[] | null }>(
      `with wanted as (select lower(m) as first, upper(m) as past from unnest($2::int8multirange) m),
       locked as materialized (
         select r.id
         from wanted w
         join rows r on r.webset_id = $1 and r.id >= w.first and r.id < w.past
         where r.deleted_at is ${deleted ? '' : 'not '}null
         order by r.id
         for update of r
       ),
       moved as (
         update rows r
         set deleted_at = ${deleted ? 'now()' : 'null'}
         from locked l
         where r.webset_id = $1 and r.id = l.id
         returning r.id
       )
       select count(*) as count, coalesce(range_agg(int8range(id, id, '[]')), '{}')::text as ranges,
         case when count(*) <= ${NAMED_ROWS} then array_agg(id order by id) end as ids
       from moved`,
      [websetId, ranges],
    )
    const { count, ranges: really, ids } = moved ?? { count: 0, ranges: '{}', ids: null }
    const sign = deleted ? 1 : -1
    if (count)
      await tx.query('update websets set row_count = row_count - $2, deleted_rows = deleted_rows + $2 where id = $1', [
        websetId,
        sign * count,
      ])
    return { count, ranges: really as IdRanges, ids: count ? ids : [] }
  }

  /** The rows of a view as it was shown, but some. Null: its order is forgotten. */
  rangesOfOrder(_tx: Tx, _websetId: string, _orderId: string, _except: readonly number[]): Promise<IdRanges | null> {
    return Promise.resolve(null)
  }

  /** All rows in the trash. */
  async trashed(tx: Tx, websetId: string): Promise<IdRanges> {
    const [found] = await tx.query<{ ranges: IdRanges }>(
      `select coalesce(range_agg(int8range(id, id, '[]')), '{}')::text as ranges
       from rows
       where webset_id = $1 and deleted_at is not null`,
      [websetId],
    )
    return found?.ranges ?? NO_ROWS
  }

  /** The next rows of a set after an id, without those in the trash, in the order of ids. */
  inRanges(tx: Tx, websetId: string, ranges: IdRanges, after: number, limit: number): Promise<StoredRow[]> {
    return tx.query<StoredRow>(
      `select r.id, r.cells
       from unnest($2::int8multirange) m
       join rows r on r.webset_id = $1 and r.id >= greatest(lower(m), $3::bigint + 1) and r.id < upper(m)
       where r.deleted_at is null and upper(m) > $3::bigint + 1
       order by r.id
       limit $4`,
      [websetId, ranges, after, limit],
    )
  }

  /** Whether a cell of a column is filled in a row that is not in the trash. */
  async hasValues(tx: Tx, websetId: string, columnId: string): Promise<boolean> {
    const found = await tx.query(
      'select from rows where webset_id = $1 and deleted_at is null and cells ? $2 limit 1',
      [websetId, columnId],
    )
    return found.length > 0
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
