import type { JobName, JobPayload } from '@enrichify/contracts'
import type { Tx } from '../database.ts'
import { livesIn } from './process.repository.ts'
import type { RequestKey } from './request-key.ts'

const ATTEMPT_TIME = '2 minutes'

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
   * Reserves a key for this try. Null: it is new, or its earlier try came to nothing, and is now ours. Otherwise: what
   * was asked and, when it has had its effect, what is to be answered.
   */
  async reserveKey(
    tx: Tx,
    key: RequestKey,
  ): Promise<{ requestHash: string | null; status: number | null; body: string } | null> {
    await tx.query(
      `delete from idempotency_keys where owner = $1 and key = $2 and created_at < now() - interval '1 day'`,
      [key.owner, key.key],
    )
    const reserved = await tx.query(
      // An earlier try that is overtaken may still be at work. It can have no effect any more.
      `insert into idempotency_keys as k (owner, key, request_hash, attempt, holder)
       values ($1, $2, $3, $4, $5)
       on conflict (owner, key) do update
         set attempt = excluded.attempt, holder = excluded.holder, reserved_at = now()
         where k.status is null and k.request_hash is not distinct from excluded.request_hash
           and (k.reserved_at < now() - $6::interval or not ${livesIn('k.holder')})
       returning key`,
      [key.owner, key.key, key.requestHash, key.attempt, key.holder, ATTEMPT_TIME],
    )
    if (reserved.length) return null
    const [found] = await tx.query<{ requestHash: string | null; status: number | null; body: string }>(
      'select request_hash as "requestHash", status, body from idempotency_keys where owner = $1 and key = $2',
      [key.owner, key.key],
    )
    return found ?? { requestHash: key.requestHash, status: null, body: '' }
  }

  /** The request had no effect: its key is free. */
  async dropKey(tx: Tx, { owner, key, attempt }: RequestKey): Promise<void> {
    await tx.query('delete from idempotency_keys where owner = $1 and key = $2 and attempt = $3 and status is null', [
      owner,
      key,
      attempt,
    ])
  }

  async sweepKeys(tx: Tx): Promise<void> {
    await tx.query(`delete from idempotency_keys where created_at < now() - interval '1 day'`)
  }

  async sweep(tx: Tx): Promise<void> {
    await tx.query(`delete from rate_limits where until < now() - interval '1 hour'`)
    await tx.query(`delete from refresh_tokens where expires_at < now() - interval '1 day'`)
  }
}
