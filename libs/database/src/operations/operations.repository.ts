import type { JobName, JobPayload } from '@enrichify/contracts'
import type { Tx } from '../database.ts'

export interface OutboxJob {
  id: number
  name: JobName
  payload: never
}

/** The outbox, and the memory of idempotent requests. */
export class OperationsRepository {
  /** In the same transaction as the change that the job is about. So no job is queued before its change is true. */
  async enqueue<N extends JobName>(tx: Tx, jobs: { name: N; payload: JobPayload<N> }[]): Promise<void> {
    await tx.query(
      `insert into outbox (name, payload)
       select j.name, j.payload
       from jsonb_to_recordset($1) as j (name text, payload jsonb)`,
      [JSON.stringify(jobs)],
    )
    await tx.query(`select pg_notify('enrichify_outbox', '')`)
  }

  /** Takes jobs out. They are gone when the transaction commits, and the caller commits after the queue has them. */
  async takeOutbox(tx: Tx, limit: number): Promise<OutboxJob[]> {
    return tx.query<OutboxJob>(
      `with next as materialized (select id from outbox order by id limit $1 for update skip locked)
       delete from outbox o
       using next n
       where o.id = n.id
       returning o.id, o.name, o.payload`,
      [limit],
    )
  }

  /** Tells the planner which tables have grown. Returns how many. */
  async freshenStatistics(tx: Tx): Promise<number> {
    const [found] = await tx.query<{ tables: number }>('select freshen_statistics() as tables')
    return found?.tables ?? 0
  }

  /**
   * Reserves a key. Null: it is new and now ours. Otherwise: what was asked and, when the request is finished, what
   * was answered.
   */
  async reserveKey(
    tx: Tx,
    owner: string,
    key: string,
    requestHash: string,
  ): Promise<{ requestHash: string; status: number | null; body: unknown } | null> {
    // A reservation without an answer after two minutes belongs to a process that died.
    await tx.query(
      `delete from idempotency_keys
       where owner = $1 and key = $2
         and (
           created_at < now() - interval '1 day'
           or (status is null and created_at < now() - interval '2 minutes')
         )`,
      [owner, key],
    )
    const made = await tx.query(
      `insert into idempotency_keys (owner, key, request_hash)
       values ($1, $2, $3)
       on conflict do nothing
       returning key`,
      [owner, key, requestHash],
    )
    if (made.length) return null
    const [found] = await tx.query<{ requestHash: string; status: number | null; body: unknown }>(
      'select request_hash as "requestHash", status, body from idempotency_keys where owner = $1 and key = $2',
      [owner, key],
    )
    return found ?? { requestHash, status: null, body: null }
  }

  async answerKey(tx: Tx, owner: string, key: string, status: number, body: unknown): Promise<void> {
    await tx.query('update idempotency_keys set status = $3, body = $4 where owner = $1 and key = $2', [
      owner,
      key,
      status,
      JSON.stringify(body),
    ])
  }

  async dropKey(tx: Tx, owner: string, key: string): Promise<void> {
    await tx.query('delete from idempotency_keys where owner = $1 and key = $2 and status is null', [owner, key])
  }

  async sweep(tx: Tx): Promise<void> {
    await tx.query(`delete from idempotency_keys where created_at < now() - interval '1 day'`)
    await tx.query(`delete from rate_limits where until < now() - interval '1 hour'`)
    await tx.query(`delete from refresh_tokens where expires_at < now() - interval '1 day'`)
  }
}
