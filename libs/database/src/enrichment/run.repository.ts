import { randomUUID } from 'node:crypto'
import {
  FAILED_REASONS,
  LARGEST_BATCH,
  nextRunState,
  type EmptyReason,
  type RunEvent,
  type RunMode,
  type RunPriority,
  type RunScope,
} from '@enrichify/domain'
import type { Tx } from '../database.ts'
import { RunEntity } from './runs.entities.ts'

export interface RunProgress {
  rowsDone: number
  verified: number
  cited: number
  asserted: number
  kept: number
  unchanged: number
  empty: Partial<Record<EmptyReason, number>>
  pages: number
}

export interface BatchRow {
  runId: string
  id: number
  websetId: string
  rowIds: number[]
  doneRowIds: number[]
  attempts: number
}

/** What became of rows, as sums. */
export interface RowsOutcome {
  rowIds: number[]
  verified: number
  cited: number
  asserted: number
  kept: number
  unchanged: number
  empty: Partial<Record<EmptyReason, number>>
  pages: number
}

export interface NewRun {
  websetId: string
  name: string
  scope: RunScope
  columnIds: string[]
  maxPages: number
  priority: RunPriority
  budgetMicros: number | null
  mode: RunMode
  again: boolean
  practice: boolean
  createdBy: string
}

/** Runs and their batches. A job carries one batch. The lease token keeps a worker that lost its batch from writing. */
export class RunRepository {
  /** Plans the run and its batches in the database, where the rows are. Returns how many rows the run covers. */
  async create(tx: Tx, run: NewRun): Promise<{ id: string; rows: number }> {
    const id = randomUUID()
    await tx.manager.insert(RunEntity, {
      workspaceId: tx.workspaceId,
      id,
      state: 'queued',
      message: null,
      startedAt: null,
      finishedAt: null,
      rows: 0,
      ...run,
    })
    const chosen = rowsOf(run.scope, run.columnIds, 5)
    const [made] = await tx.query<{ rows: number }>(
      // The size is in each row. If it were joined as a row, PostgreSQL would count it again for each row while the
      // planner has no statistics.
      `with chosen as materialized (${chosen.sql}),
       numbered as (
         select id, row_number() over (order by id) - 1 as place,
           greatest(1, least($3::int, ceil(count(*) over () / 8.0)::int)) as size
         from chosen
       ),
       made as (insert into run_batches (workspace_id, run_id, id, webset_id, row_ids)
         select $1, $2, place / size + 1, $4, array_agg(id order by id)
         from numbered
         group by place / size
         returning cardinality(row_ids) as rows)
       select coalesce(sum(rows), 0)::int as rows from made`,
      [tx.workspaceId, id, LARGEST_BATCH, run.websetId, ...chosen.parameters],
    )
    const rows = made?.rows ?? 0
    await tx.query('update runs set rows = $2 where id = $1', [id, rows])
    return { id, rows }
  }

  /** How many rows a run of this scope would cover. */
  async countRows(tx: Tx, websetId: string, scope: RunScope, columnIds: readonly string[]): Promise<number> {
    const chosen = rowsOf(scope, columnIds, 2, '$1')
    const [found] = await tx.query<{ rows: number }>(`select count(*)::int as rows from (${chosen.sql}) c`, [
      websetId,
      ...chosen.parameters,
    ])
    return found?.rows ?? 0
  }

  /**
   * Cells of a scope, by column, that a fill would not ask again: they have a final answer, and nothing that they are
   * made from has changed.
   */
  async countSettled(
    tx: Tx,
    websetId: string,
    scope: RunScope,
    columnIds: readonly string[],
  ): Promise<Map<string, number>> {
    const asksForGaps = scope.kind === 'only_empty' || scope.kind === 'only_failed'
    const chosen = rowsOf(scope, columnIds, 5, '$1')
    const found = await tx.query<{ columnId: string; cells: number }>(
      `select s.column_id as "columnId", count(*)::int as cells
       from cell_states s
       join (${chosen.sql}) c on c.id = s.row_id
       where s.webset_id = $1 and s.column_id = any ($2::text[])
         and (
           s.state = 'human'
           or (
             not s.stale and s.input_hash is not null
             and (s.state <> 'empty' or (not $3::boolean and s.empty_reason <> all ($4::text[])))
           )
         )
       group by 1`,
      [websetId, columnIds, asksForGaps, FAILED_REASONS, ...chosen.parameters],
    )
    return new Map(found.map(({ columnId, cells }) => [columnId, cells]))
  }

  /**
   * The next batches that the queue has not had yet. Materialised, because a limited select that is joined directly
   * may run once per row and lock all rows.
   */
  async issue(tx: Tx, runId: string, count: number): Promise<{ id: number; generation: number }[]> {
    return tx.query(
      `with next as materialized (
         select id
         from run_batches
         where run_id = $1 and state = 'waiting' and issued_at is null
         order by id
         limit $2
         for update skip locked
       )
       update run_batches b
       set issued_at = now()
       from next n
       where b.run_id = $1 and b.id = n.id
       returning b.id, b.generation`,
      [runId, count],
    )
  }

  find(tx: Tx, id: string): Promise<RunEntity | null> {
    return tx.manager.findOneBy(RunEntity, { workspaceId: tx.workspaceId, id })
  }

  lock(tx: Tx, id: string): Promise<RunEntity | null> {
    return tx.manager.findOne(RunEntity, {
      where: { workspaceId: tx.workspaceId, id },
      lock: { mode: 'pessimistic_write' },
    })
  }

  list(tx: Tx, websetId: string, limit: number): Promise<RunEntity[]> {
    return tx.manager.find(RunEntity, {
      where: { workspaceId: tx.workspaceId, websetId },
      order: { createdAt: 'DESC' },
      take: limit,
    })
  }

  /**
   * The only way to change a run’s state. The caller has locked the run. An undefined `message` leaves the present
   * one, null removes it.
   */
  async transition(tx: Tx, run: RunEntity, event: RunEvent, message?: string | null): Promise<void> {
    run.state = nextRunState(run.state, event)
    const over = run.state === 'finished' || run.state === 'cancelled' || run.state === 'failed'
    await tx.query(
      `update runs
         set state = $2, message = case when $5 then message else $3 end,
           started_at = case when $2 = 'running' then coalesce(started_at, now()) else started_at end,
         finished_at = case when $4 then now() else finished_at end where id = $1`,
      [run.id, run.state, message ?? null, over, message === undefined],
    )
  }

  /** Sums over the batches (a few per thousand rows), not over the cells. */
  async progress(tx: Tx, runIds: readonly string[]): Promise<Map<string, RunProgress>> {
    const found = await tx.query<RunProgress & { runId: string }>(
      `select b.run_id as "runId", sum(cardinality(b.done_row_ids))::int as "rowsDone",
                sum(b.verified)::int as verified, sum(b.cited)::int as cited, sum(b.asserted)::int as asserted,
              sum(b.kept)::int as kept, sum(b.unchanged)::int as unchanged, sum(b.pages)::int as pages,
              coalesce(
                (
                  select jsonb_object_agg(key, total)
                  from (
                    select e.key, sum(e.value::int) as total
                    from run_batches o
                    cross join lateral jsonb_each_text(o.empties) e
                    where o.run_id = b.run_id
                    group by 1
                  ) t
                ),
                '{}'
              ) as empty
       from run_batches b where b.run_id = any ($1) group by 1`,
      [runIds],
    )
    return new Map(found.map(({ runId, ...progress }) => [runId, progress]))
  }

  /**
   * Leases a batch with a new token. The worker that leased it before can write no more. Null: there is nothing left
   * to do in it, or the job is of an earlier generation.
   */
  async claimBatch(
    tx: Tx,
    runId: string,
    batchId: number,
    generation: number,
    token: string,
  ): Promise<BatchRow | null> {
    const [found] = await tx.query<BatchRow>(
      `update run_batches
       set lease_token = $3, attempts = attempts + 1
       where run_id = $1 and id = $2 and state = 'waiting' and generation = $4
       returning run_id as "runId", id, webset_id as "websetId", row_ids as "rowIds",
         done_row_ids as "doneRowIds", attempts`,
      [runId, batchId, token, generation],
    )
    return found ?? null
  }

  /**
   * Locks the batch for the transaction that pays for rows or writes them, and says which rows are not done yet.
   * Null: another worker has taken the token.
   */
  async holdBatch(
    tx: Tx,
    runId: string,
    batchId: number,
    token: string,
    rowIds: readonly number[],
  ): Promise<number[] | null> {
    const [found] = await tx.query<{ done: number[] }>(
      `select done_row_ids as done
       from run_batches
       where run_id = $1 and id = $2 and lease_token = $3 and state = 'waiting'
       for update`,
      [runId, batchId, token],
    )
    return found ? rowIds.filter((id) => !found.done.includes(id)) : null
  }

  async finishRows(tx: Tx, runId: string, batchId: number, outcome: RowsOutcome): Promise<void> {
    await tx.query(
      `update run_batches b
         set done_row_ids = done_row_ids || $3::bigint[], verified = verified + $4, cited = cited + $5,
           asserted = asserted + $6, kept = kept + $7, pages = pages + $8, unchanged = unchanged + $10,
         empties = (
           select coalesce(jsonb_object_agg(key, total), '{}')
           from (
             select key, sum(value::int) as total
             from (select * from jsonb_each_text(b.empties) union all select * from jsonb_each_text($9)) e
             group by key
           ) t
         )
       where run_id = $1 and id = $2`,
      [
        runId,
        batchId,
        outcome.rowIds,
        outcome.verified,
        outcome.cited,
        outcome.asserted,
        outcome.kept,
        outcome.pages,
        JSON.stringify(outcome.empty),
        outcome.unchanged,
      ],
    )
  }

  async closeBatch(
    tx: Tx,
    runId: string,
    batchId: number,
    state: 'done' | 'cancelled' | 'failed',
    holder: { token: string } | { generation: number },
  ): Promise<boolean> {
    const closed = await tx.query(
      `update run_batches
         set state = $3, lease_token = null
         where run_id = $1 and id = $2 and state = 'waiting' and ($3 <> 'done' or done_row_ids @> row_ids)
         and ${'token' in holder ? 'lease_token = $4::uuid' : 'generation = $4::int'} returning id`,
      [runId, batchId, state, 'token' in holder ? holder.token : holder.generation],
    )
    return closed.length > 0
  }

  async countOpenBatches(tx: Tx, runId: string): Promise<number> {
    const [found] = await tx.query<{ open: number }>(
      `select count(*) as open from run_batches where run_id = $1 and state = 'waiting'`,
      [runId],
    )
    return found?.open ?? 0
  }

  /** Cancels the batches that no worker has begun. */
  async cancelUnclaimed(tx: Tx, runId: string): Promise<void> {
    await tx.query(
      `update run_batches set state = 'cancelled' where run_id = $1 and state = 'waiting' and lease_token is null`,
      [runId],
    )
  }

  /** A worker puts a batch back (pause, shutdown), so that it counts as unclaimed. */
  async releaseBatch(tx: Tx, runId: string, batchId: number, token: string): Promise<void> {
    await tx.query('update run_batches set lease_token = null where run_id = $1 and id = $2 and lease_token = $3', [
      runId,
      batchId,
      token,
    ])
  }

  /**
   * Gives open batches that the queue had a new generation. Their jobs are new jobs, whatever the queue remembers of
   * the old ones.
   */
  async reissue(tx: Tx, runId: string): Promise<{ id: number; generation: number }[]> {
    return tx.query(
      `update run_batches
       set generation = generation + 1, lease_token = null
       where run_id = $1 and state = 'waiting' and issued_at is not null
       returning id, generation`,
      [runId],
    )
  }

  async activeRuns(tx: Tx): Promise<RunEntity[]> {
    return tx.manager
      .createQueryBuilder(RunEntity, 'r')
      .where(`r.state in ('queued', 'running', 'cancelling')`)
      .getMany()
  }

  async nextNumber(tx: Tx, websetId: string): Promise<number> {
    const [found] = await tx.query<{ count: number }>('select count(*) as count from runs where webset_id = $1', [
      websetId,
    ])
    return (found?.count ?? 0) + 1
  }

  async setBudget(
    tx: Tx,
    runId: string,
    change: { budgetMicros?: number | null | undefined; priority?: RunPriority | undefined },
  ): Promise<void> {
    if (change.budgetMicros !== undefined)
      await tx.query('update runs set budget_micros = $2 where id = $1', [runId, change.budgetMicros])
    if (change.priority) await tx.query('update runs set priority = $2 where id = $1', [runId, change.priority])
  }

  /** Cells that a run wrote, by column and state, from the history. */
  columnResults(
    tx: Tx,
    websetId: string,
    runId: string,
  ): Promise<{ columnId: string; state: string; cells: number; micros: number }[]> {
    return tx.query(
      `select column_id as "columnId", after_state as state, count(*)::int as cells,
         coalesce(sum(cost_micros), 0)::bigint as micros
       from changes
       where webset_id = $1 and run_id = $2
       group by 1, 2`,
      [websetId, runId],
    )
  }

  /** Cells that a run filled, by the rung that gave the value. */
  rungResults(
    tx: Tx,
    websetId: string,
    runId: string,
  ): Promise<{ kind: string; source: string | null; cells: number; verified: number }[]> {
    return tx.query(
      `select t.step ->> 'kind' as kind, t.step ->> 'source' as source, count(*)::int as cells,
         (count(*) filter (where s.state = 'verified'))::int as verified
       from cell_states s
       cross join lateral (
         select step from jsonb_array_elements(s.trace) step where step ->> 'outcome' = 'answered' limit 1
       ) t
       where s.webset_id = $1 and s.run_id = $2 and s.state not in ('empty', 'human') group by 1, 2`,
      [websetId, runId],
    )
  }

  /** Cells and money in equal slices of the run’s time. */
  timeline(
    tx: Tx,
    websetId: string,
    runId: string,
    from: Date,
    to: Date,
    slices: number,
  ): Promise<{ slice: number; cells: number; micros: number }[]> {
    return tx.query(
      `select width_bucket(
         extract(epoch from at)::float8, extract(epoch from $3::timestamptz)::float8,
         extract(epoch from $4::timestamptz)::float8 + 0.001, $5
       ) as slice,
         count(*)::int as cells, coalesce(sum(cost_micros), 0)::bigint as micros
       from changes where webset_id = $1 and run_id = $2 group by 1 order by 1`,
      [websetId, runId, from, to, slices],
    )
  }
}

/**
 * The rows of a scope as a select of their ids. Its parameters begin at `first`; `webset` is the parameter with the
 * webset.
 */
function rowsOf(
  scope: RunScope,
  columnIds: readonly string[],
  first: number,
  webset = '$4',
): { sql: string; parameters: unknown[] } {
  const live = `select r.id from rows r where r.webset_id = ${webset} and r.deleted_at is null`
  const state = 's.workspace_id = r.workspace_id and s.webset_id = r.webset_id and s.row_id = r.id'
  switch (scope.kind) {
    case 'all':
      return { sql: live, parameters: [] }
    case 'first':
      return { sql: `${live} order by r.id limit $${first}`, parameters: [scope.count] }
    case 'rows':
      return { sql: `${live} and r.id = any ($${first}::bigint[])`, parameters: [scope.rowIds] }
    case 'only_empty':
      return {
        sql: `${live}
          and exists (
            select
            from unnest($${first}::text[]) c
            where coalesce(r.cells ->> c, '') = ''
              and not exists (
                select from cell_states s where ${state} and s.column_id = c and s.state = 'human'
              )
          )`,
        parameters: [columnIds],
      }
    case 'only_stale':
      return {
        sql: `${live}
          and exists (
            select from cell_states s where ${state} and s.column_id = any ($${first}::text[]) and s.stale
          )`,
        parameters: [columnIds],
      }
    case 'only_failed':
      return {
        sql: `${live}
          and exists (
            select
            from cell_states s
            where ${state} and s.column_id = any ($${first}::text[]) and s.state = 'empty'
              and s.empty_reason = any ($${first + 1}::text[])
          )`,
        parameters: [columnIds, FAILED_REASONS],
      }
  }
}
