import type { EmptyReason } from '@enrichify/domain'
import type { Tx } from '../database.ts'

export interface BatchRow {
  runId: string
  id: number
  websetId: string
  rowIds: number[]
  doneRowIds: number[]
  attempts: number
  /** How many workers died over it. */
  deaths: number
  /** The row that the last worker died at which had noted one, and how many in succession died at it. */
  suspectRowId: number | null
  suspectDeaths: number
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

/**
 * The next batches that the queue has not had yet. Materialised, because a limited select that is joined directly
 * may run once per row and lock all rows.
 */
export async function issue(tx: Tx, runId: string, count: number): Promise<{ id: number; generation: number }[]> {
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

/**
 * Leases a batch with a new token. The worker that leased it before can write no more. Null: there is nothing left
 * to do in it, or the job is of an earlier generation. A token that another process never gave back: it died.
 */
export async function claimBatch(
  tx: Tx,
  runId: string,
  batchId: number,
  generation: number,
  token: string,
  holder: string,
): Promise<BatchRow | null> {
  const [found] = await tx.query<BatchRow>(
    `with before as materialized (
       select run_id, id, lease_token is not null and holder is distinct from $5 as died,
         case when lease_token is not null and holder is distinct from $5 then trying_row_id end as at
       from run_batches
       where run_id = $1 and id = $2 and state = 'waiting' and generation = $4
       for update
     )
     update run_batches r
     set lease_token = $3, attempts = attempts + 1, holder = $5, deaths = deaths + b.died::int,
       suspect_row_id = coalesce(b.at, suspect_row_id),
       suspect_deaths = case
         when b.at is null then suspect_deaths
         when b.at = suspect_row_id then suspect_deaths + 1
         else 1
       end,
       trying_row_id = null
     from before b
     where r.run_id = b.run_id and r.id = b.id
     returning r.run_id as "runId", r.id, webset_id as "websetId", row_ids as "rowIds",
       done_row_ids as "doneRowIds", attempts, deaths,
       suspect_row_id as "suspectRowId", suspect_deaths as "suspectDeaths"`,
    [runId, batchId, token, generation, holder],
  )
  return found ?? null
}

/**
 * Locks the batch for the transaction that pays for rows or writes them, and says which rows are not done yet.
 * Null: another worker has taken the token.
 */
export async function lockBatch(
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

/** Notes the row that is about to be worked on. False: another worker has taken the token. */
export async function tryRow(tx: Tx, runId: string, batchId: number, token: string, rowId: number): Promise<boolean> {
  const noted = await tx.query(
    `update run_batches
     set trying_row_id = $4
     where run_id = $1 and id = $2 and lease_token = $3 and state = 'waiting'
     returning id`,
    [runId, batchId, token, rowId],
  )
  return noted.length > 0
}

export async function finishRows(tx: Tx, runId: string, batchId: number, outcome: RowsOutcome): Promise<void> {
  await tx.query(
    `update run_batches b
       set done_row_ids = done_row_ids || $3::bigint[], verified = verified + $4, cited = cited + $5,
         asserted = asserted + $6, kept = kept + $7, pages = pages + $8, unchanged = unchanged + $10,
       -- A worker that dies later, before it begins another row, did not die at this one.
       trying_row_id = case when trying_row_id = any ($3) then null else trying_row_id end,
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

export async function closeBatch(
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

/** Batches that ended with rows that no one worked on. */
export async function countFailedBatches(tx: Tx, runId: string): Promise<number> {
  const [found] = await tx.query<{ failed: number }>(
    `select count(*) as failed from run_batches where run_id = $1 and state = 'failed'`,
    [runId],
  )
  return found?.failed ?? 0
}

export async function countOpenBatches(tx: Tx, runId: string): Promise<number> {
  const [found] = await tx.query<{ open: number }>(
    `select count(*) as open from run_batches where run_id = $1 and state = 'waiting'`,
    [runId],
  )
  return found?.open ?? 0
}

/** Cancels the batches that no worker has begun. */
export async function cancelUnclaimed(tx: Tx, runId: string): Promise<void> {
  await tx.query(
    `update run_batches set state = 'cancelled' where run_id = $1 and state = 'waiting' and lease_token is null`,
    [runId],
  )
}

/** A worker puts a batch back (pause, shutdown), so that it counts as unclaimed. */
export async function releaseBatch(tx: Tx, runId: string, batchId: number, token: string): Promise<void> {
  await tx.query(
    `update run_batches
     set lease_token = null, trying_row_id = null
     where run_id = $1 and id = $2 and lease_token = $3`,
    [runId, batchId, token],
  )
}

/**
 * Gives open batches that the queue had a new generation. Their jobs are new jobs, whatever the queue remembers of
 * the old ones.
 */
export async function reissue(tx: Tx, runId: string): Promise<{ id: number; generation: number }[]> {
  return tx.query(
    `update run_batches
     set generation = generation + 1, lease_token = null, trying_row_id = null
     where run_id = $1 and state = 'waiting' and issued_at is not null
     returning id, generation`,
    [runId],
  )
}
