import type { CellState, CellValue, ColumnKind, EmptyReason } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import { rangesOfOrder } from './order-rows.ts'
import { eachInRanges, idsInRanges, lockOfAction, setDeleted, trashed } from './ranged-rows.ts'
import { listMoment, stretchesOf, type ListMoment } from './row-gaps.ts'
import { Parameters, whereOf, type RowQuery } from './row-query.ts'
import { deletersOf, rowsChangedByOthers } from './work-of-others.ts'

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
  evidenceId: string | null
}

/** Rows as values. What we know about a cell besides its value belongs to the cell repository. */
export class RowRepository {
  readonly listMoment = listMoment
  readonly rangesOfOrder = rangesOfOrder
  readonly changedByOthers = rowsChangedByOthers
  readonly deletersOf = deletersOf

  readonly setDeleted = setDeleted
  readonly trashed = trashed
  readonly idsInRanges = idsInRanges
  readonly eachInRanges = eachInRanges
  readonly lockOfAction = lockOfAction

  /** A window of the unsorted list: ranges of the primary key, at any depth and with rows in the trash. */
  async listed(
    tx: Tx,
    websetId: string,
    { gaps, lastRowId }: Pick<ListMoment, 'gaps' | 'lastRowId'>,
    offset: number,
    limit: number,
  ): Promise<StoredRow[]> {
    const found = stretchesOf(gaps, lastRowId, offset, limit)
    if (found.length === 0) return []
    return tx.prepared<StoredRow>(
      `select r.id, r.cells
       from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) as s (low, high, skip, take)
       cross join lateral (
         select id, cells
         from rows
         where webset_id = $1 and id >= s.low and id <= s.high and deleted_at is null
         order by id
         offset s.skip
         limit s.take
       ) r
       order by r.id`,
      [
        websetId,
        found.map(({ low }) => low),
        found.map(({ high }) => high),
        found.map(({ skip }) => skip),
        found.map(({ take }) => take),
      ],
    )
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
    return tx.prepared<StoredRow>(
      `select id, cells
       from rows
       where webset_id = $1 and id = any ($2) and deleted_at is null
       order by id ${options.lock ? 'for update' : ''}`,
      [websetId, ids],
    )
  }

  marks(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<StoredMark[]> {
    return tx.prepared<StoredMark>(
      `select row_id as "rowId", column_id as "columnId", state, empty_reason as empty,
         candidate_count as candidates, stale, conflict, evidence_id as "evidenceId"
       from cell_states
       where webset_id = $1 and row_id = any ($2)`,
      [websetId, rowIds],
    )
  }

  /** Which of these rows an unfinished run is still about to answer, and in which columns. */
  async pending(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<Map<number, string[]>> {
    const found = await tx.prepared<{ id: number; column_ids: string[] }>(
      // Batches of a run do not overlap, so that at most one begins at or before a row and has it.
      `select asked.id, run.column_ids
       from runs run
       cross join unnest($2::bigint[]) as asked (id)
       cross join lateral (
         select row_ids, done_row_ids, last_row
         from run_batches
         where run_id = run.id and state = 'waiting' and first_row <= asked.id
         order by first_row desc
         limit 1
       ) batch
       where run.webset_id = $1 and run.state in ('queued', 'running', 'paused') and batch.last_row >= asked.id
         and asked.id = any (batch.row_ids) and not asked.id = any (batch.done_row_ids)`,
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
