import { nextRunState, type EmptyReason, type RunEvent, type RunScope } from '@enrichify/domain'
import { randomUUID } from 'node:crypto'
import type { Tx } from '../database.ts'
import { RunEntity } from './runs.entities.ts'

export interface RunProgress {
  rowsDone: number
  verified: number
  cited: number
  asserted: number
  kept: number
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

export interface RowOutcome {
  rowId: number
  verified: number
  cited: number
  asserted: number
  kept: number
  empty: Partial<Record<EmptyReason, number>>
  pages: number
}

/** Runs and their batches. A batch is what a job carries; the lease token fences whoever lost it. */
export class RunRepository {
  async create(tx: Tx, run: { websetId: string; name: string; scope: RunScope; columnIds: string[]; maxPages: number; rows: number; createdBy: string }, batches: number[][]): Promise<string> {
    const id = randomUUID()
    await tx.manager.insert(RunEntity, { workspaceId: tx.workspaceId, id, state: 'queued', message: null, startedAt: null, finishedAt: null, ...run })
    await tx.query(
      `insert into run_batches (workspace_id, run_id, id, webset_id, row_ids)
       select $1, $2, b.place, $3, array(select jsonb_array_elements_text(b.ids)::bigint) from jsonb_array_elements($4) with ordinality as b (ids, place)`,
      [tx.workspaceId, id, run.websetId, JSON.stringify(batches)],
    )
    return id
  }

  find(tx: Tx, id: string): Promise<RunEntity | null> {
    return tx.manager.findOneBy(RunEntity, { workspaceId: tx.workspaceId, id })
  }

  lock(tx: Tx, id: string): Promise<RunEntity | null> {
    return tx.manager.findOne(RunEntity, { where: { workspaceId: tx.workspaceId, id }, lock: { mode: 'pessimistic_write' } })
  }

  list(tx: Tx, websetId: string, limit: number): Promise<RunEntity[]> {
    return tx.manager.find(RunEntity, { where: { workspaceId: tx.workspaceId, websetId }, order: { createdAt: 'DESC' }, take: limit })
  }

  /** The one way a run changes its state. The caller holds the lock. */
  async transition(tx: Tx, run: RunEntity, event: RunEvent, message?: string): Promise<void> {
    run.state = nextRunState(run.state, event)
    const over = run.state === 'finished' || run.state === 'cancelled' || run.state === 'failed'
    await tx.query(
      `update runs set state = $2, message = coalesce($3, message), started_at = case when $2 = 'running' then coalesce(started_at, now()) else started_at end,
         finished_at = case when $4 then now() else finished_at end where id = $1`,
      [run.id, run.state, message ?? null, over],
    )
  }

  /** Sums over the batches (a few per thousand rows), not over the cells. */
  async progress(tx: Tx, runIds: readonly string[]): Promise<Map<string, RunProgress>> {
    const found = await tx.query<RunProgress & { runId: string }>(
      `select b.run_id as "runId", sum(cardinality(b.done_row_ids))::int as "rowsDone", sum(b.verified)::int as verified, sum(b.cited)::int as cited, sum(b.asserted)::int as asserted,
              sum(b.kept)::int as kept, sum(b.pages)::int as pages,
              coalesce((select jsonb_object_agg(key, total) from (select e.key, sum(e.value::int) as total from run_batches o cross join lateral jsonb_each_text(o.empties) e where o.run_id = b.run_id group by 1) t), '{}') as empty
       from run_batches b where b.run_id = any ($1) group by 1`,
      [runIds],
    )
    return new Map(found.map(({ runId, ...progress }) => [runId, progress]))
  }

  /** Takes a batch over with a new token: whoever held it before can write no more. Null: nothing is left to do in it, or the job is of an earlier generation. */
  async claimBatch(tx: Tx, runId: string, batchId: number, generation: number, token: string): Promise<BatchRow | null> {
    const [found] = await tx.query<BatchRow>(
      `update run_batches set lease_token = $3, attempts = attempts + 1 where run_id = $1 and id = $2 and state = 'waiting' and generation = $4
       returning run_id as "runId", id, webset_id as "websetId", row_ids as "rowIds", done_row_ids as "doneRowIds", attempts`,
      [runId, batchId, token, generation],
    )
    return found ?? null
  }

  /** Locks the batch for the transaction that writes a row. False: the token was taken by another, or the row is done. */
  async holdBatch(tx: Tx, runId: string, batchId: number, token: string, rowId: number): Promise<boolean> {
    const found = await tx.query(`select from run_batches where run_id = $1 and id = $2 and lease_token = $3 and state = 'waiting' and not ($4 = any (done_row_ids)) for update`, [runId, batchId, token, rowId])
    return found.length > 0
  }

  async finishRow(tx: Tx, runId: string, batchId: number, outcome: RowOutcome): Promise<void> {
    await tx.query(
      `update run_batches b set done_row_ids = done_row_ids || $3::bigint, verified = verified + $4, cited = cited + $5, asserted = asserted + $6, kept = kept + $7, pages = pages + $8,
         empties = (select coalesce(jsonb_object_agg(key, total), '{}') from (select key, sum(value::int) as total from (select * from jsonb_each_text(b.empties) union all select * from jsonb_each_text($9)) e group by key) t)
       where run_id = $1 and id = $2`,
      [runId, batchId, outcome.rowId, outcome.verified, outcome.cited, outcome.asserted, outcome.kept, outcome.pages, JSON.stringify(outcome.empty)],
    )
  }

  async closeBatch(tx: Tx, runId: string, batchId: number, state: 'done' | 'cancelled' | 'failed', holder: { token: string } | { generation: number }): Promise<boolean> {
    const closed = await tx.query(`update run_batches set state = $3, lease_token = null where run_id = $1 and id = $2 and state = 'waiting' and ($3 <> 'done' or done_row_ids @> row_ids)
         and ${'token' in holder ? 'lease_token = $4::uuid' : 'generation = $4::int'} returning id`, [runId, batchId, state, 'token' in holder ? holder.token : holder.generation])
    return closed.length > 0
  }

  async countOpenBatches(tx: Tx, runId: string): Promise<number> {
    const [found] = await tx.query<{ open: number }>(`select count(*) as open from run_batches where run_id = $1 and state = 'waiting'`, [runId])
    return found?.open ?? 0
  }

  /** Cancels what no worker has begun. */
  async cancelUnclaimed(tx: Tx, runId: string): Promise<void> {
    await tx.query(`update run_batches set state = 'cancelled' where run_id = $1 and state = 'waiting' and lease_token is null`, [runId])
  }

  /** A worker puts a batch back (pause, shutdown) so that it counts as unclaimed. */
  async releaseBatch(tx: Tx, runId: string, batchId: number, token: string): Promise<void> {
    await tx.query('update run_batches set lease_token = null where run_id = $1 and id = $2 and lease_token = $3', [runId, batchId, token])
  }

  /** Open batches under a new generation: their jobs are new jobs, whatever the queue remembers of the old ones. */
  async reissue(tx: Tx, runId: string): Promise<{ id: number; generation: number }[]> {
    return tx.query(`update run_batches set generation = generation + 1, lease_token = null where run_id = $1 and state = 'waiting' returning id, generation`, [runId])
  }

  async activeRuns(tx: Tx): Promise<RunEntity[]> {
    return tx.manager.createQueryBuilder(RunEntity, 'r').where(`r.state in ('queued', 'running', 'cancelling')`).getMany()
  }

  async nextNumber(tx: Tx, websetId: string): Promise<number> {
    const [found] = await tx.query<{ count: number }>('select count(*) as count from runs where webset_id = $1', [websetId])
    return (found?.count ?? 0) + 1
  }

  /** Rows with at least one of these cells empty (or empty for one of `reasons`), in order. */
  async rowsToFill(tx: Tx, websetId: string, columnIds: readonly string[], reasons: readonly string[] | null): Promise<number[]> {
    const found = await tx.query<{ id: number }>(
      reasons === null
        ? `select r.id from rows r where r.webset_id = $1 and r.deleted_at is null and exists (select from unnest($2::text[]) c where coalesce(r.cells ->> c, '') = ''
             and not exists (select from cell_states s where s.workspace_id = r.workspace_id and s.webset_id = r.webset_id and s.row_id = r.id and s.column_id = c and s.state = 'human')) order by r.id`
        : `select r.id from rows r where r.webset_id = $1 and r.deleted_at is null and exists (select from cell_states s where s.workspace_id = r.workspace_id and s.webset_id = r.webset_id
             and s.row_id = r.id and s.column_id = any ($2) and s.state = 'empty' and s.empty_reason = any ($3)) order by r.id`,
      reasons === null ? [websetId, columnIds] : [websetId, columnIds, reasons],
    )
    return found.map((row) => row.id)
  }
}
