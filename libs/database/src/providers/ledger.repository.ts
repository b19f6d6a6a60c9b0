import type { Tx } from '../database.ts'
import { livesIn } from '../operations/process.repository.ts'
import type { CallRow, HeldCall } from './calls.ts'
import { moveMoney, readBudgets, readMeters, reserveMoney, setLimit } from './meters.ts'

const CALL = `id, attempt_key as "attemptKey", state, connection_id as "connectionId",
  reserved_micros as "reservedMicros", cost_micros as "costMicros", usage, answer, failure, tries, decision,
  practice, month, run_id as "runId", webset_id as "websetId"`
/**
 * Every paid call, from reservation to its end, and the meters that count its money. Reserved plus spent money never
 * exceeds a meter’s limit.
 */
export class LedgerRepository {
  readonly reserve = reserveMoney
  readonly meters = readMeters
  readonly budgets = readBudgets
  readonly setLimit = setLimit

  /** Locks the attempt, so that two workers with one row cannot both pay for it. */
  async lockAttempt(tx: Tx, attemptKey: string): Promise<CallRow | null> {
    const [found] = await tx.query<CallRow>(`select ${CALL} from calls where attempt_key = $1 for update`, [attemptKey])
    return found ?? null
  }

  /** An answer to exactly the same request, not older than `since`. */
  async findAnswer(tx: Tx, requestHash: string, practice: boolean, since: Date): Promise<CallRow | null> {
    const [found] = await tx.query<CallRow>(
      `select ${CALL}
       from calls
       where request_hash = $1 and state = 'settled' and answer is not null and practice = $2
         and closed_at >= $3
       order by closed_at desc
       limit 1`,
      [requestHash, practice, since],
    )
    return found ?? null
  }

  /** The new call’s id. Null: another worker was first, and this statement waited for its commit. */
  async insert(tx: Tx, call: HeldCall, state: 'reserved' | 'cached', from?: CallRow): Promise<string | null> {
    const [made] = await tx.query<{ id: string }>(
      `insert into calls (
         workspace_id, attempt_key, state, connection_id, provider_id, model, purpose, webset_id, run_id,
         row_id, user_id, month, request_hash, plan_hash, reserved_micros, practice, cells, answer, usage,
         saved_micros, closed_at, holder
       )
       values (
         $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
         case when $3 = 'cached' then now() end, $21
       )
       on conflict on constraint calls_once do nothing returning id`,
      [
        tx.workspaceId,
        call.attemptKey,
        state,
        call.connectionId,
        call.providerId,
        call.model,
        call.purpose,
        call.websetId,
        call.runId,
        call.rowId,
        call.userId,
        call.month,
        call.requestHash,
        call.planHash,
        from ? 0 : call.reservedMicros,
        call.practice,
        call.cells,
        from ? JSON.stringify(from.answer) : null,
        from ? JSON.stringify(from.usage) : null,
        from?.costMicros ?? 0,
        call.holder,
      ],
    )
    return made?.id ?? null
  }

  /** Takes a released attempt up again, with newly reserved money. */
  async reserveAgain(tx: Tx, id: string, call: HeldCall): Promise<void> {
    await tx.query(
      `update calls
       set state = 'reserved', reserved_micros = $2, month = $3, request_hash = $4, connection_id = $5,
         provider_id = $6, model = $7, plan_hash = $8, failure = null, tries = tries + 1, dispatched_at = null,
         closed_at = null, holder = $9
       where id = $1 and state = 'released'`,
      [
        id,
        call.reservedMicros,
        call.month,
        call.requestHash,
        call.connectionId,
        call.providerId,
        call.model,
        call.planHash,
        call.holder,
      ],
    )
  }

  /** Takes over what another process reserved and did not send. */
  async hold(tx: Tx, id: string, holder: string): Promise<void> {
    await tx.query('update calls set holder = $2 where id = $1', [id, holder])
  }

  /**
   * From here on the service may charge. `full`: too many calls are under way. `released`: this process was taken
   * for dead. `lost`: another one has the attempt.
   * @param at the connection, or the host that is asked without one
   */
  async dispatch(
    tx: Tx,
    id: string,
    {
      holder,
      concurrency,
      ...at
    }: ({ connectionId: string } | { host: string }) & { holder: string; concurrency: number },
  ): Promise<'sent' | 'full' | 'released' | 'lost'> {
    const [column, value] =
      'host' in at ? ['connection_id is null and model', at.host] : ['connection_id', at.connectionId]
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [value])
    const [found] = await tx.query<{ under: number; moved: number; state: string }>(
      `with under as (select count(*) as n from calls where ${column} = $2 and state = 'dispatched'),
       moved as (
         update calls
         set state = 'dispatched', dispatched_at = now()
         where id = $1 and state = 'reserved' and holder = $4 and (select n from under) < $3
         returning id
       )
       select (select n from under) as under, (select count(*) from moved) as moved,
         (select state from calls where id = $1 and holder = $4) as state`,
      [id, value, concurrency, holder],
    )
    if (found && found.moved > 0) return 'sent'
    if (found?.state === 'released') return 'released'
    return found?.state === 'reserved' && found.under >= concurrency ? 'full' : 'lost'
  }

  /** Not sent, refused without a charge, or free to repeat, and about to be tried again. The money stays reserved. */
  async backToReserved(tx: Tx, id: string, failure: string, holder: string): Promise<void> {
    await tx.query(
      `update calls
       set state = 'reserved', failure = $2, tries = tries + 1, dispatched_at = null, holder = $3
       where id = $1 and (state = 'dispatched' or (state = 'uncertain' and decision is null))`,
      [id, failure, holder],
    )
  }

  /**
   * The service answered. An answer that comes after its call was given up as uncertain still counts, because it is
   * the truth. Null: the call was closed in another way.
   */
  async settle(
    tx: Tx,
    id: string,
    end: { costMicros: number; usage: unknown; answer: unknown; failure?: string | null },
  ): Promise<CallRow | null> {
    const [closed] = await tx.query<CallRow>(
      `update calls
       set state = 'settled', cost_micros = $2, usage = $3, answer = $4, failure = $5, closed_at = now()
       where id = $1 and (state = 'dispatched' or (state = 'uncertain' and decision is null))
       returning ${CALL}`,
      [
        id,
        end.costMicros,
        JSON.stringify(end.usage ?? null),
        end.answer === null ? null : JSON.stringify(end.answer),
        end.failure ?? null,
      ],
    )
    if (closed) await moveMoney(tx, closed, -closed.reservedMicros, end.costMicros)
    return closed ?? null
  }

  /** Nothing was charged, so the reserved money is free again. */
  async release(tx: Tx, id: string, failure: string | null): Promise<void> {
    const [closed] = await tx.query<CallRow>(
      `update calls
       set state = 'released', failure = $2, closed_at = now()
       where id = $1 and (state in ('reserved', 'dispatched') or (state = 'uncertain' and decision is null))
       returning ${CALL}`,
      [id, failure],
    )
    if (closed) await moveMoney(tx, closed, -closed.reservedMicros, 0)
  }

  /**
   * Sent, and no one knows the outcome. The money stays reserved until a person decides or the answer comes after
   * all.
   */
  async markUncertain(tx: Tx, id: string, failure: string): Promise<void> {
    await tx.query(`update calls set state = 'uncertain', failure = $2 where id = $1 and state = 'dispatched'`, [
      id,
      failure,
    ])
  }

  /** A person’s decision on uncertain calls. */
  async decide(
    tx: Tx,
    ids: readonly string[] | { runId: string | null },
    outcome: 'charged' | 'not_charged',
    micros: number | null,
    userId: string,
  ): Promise<CallRow[]> {
    const chosen = Array.isArray(ids) ? 'id = any ($4::uuid[])' : '($4::uuid is null or run_id = $4)'
    const closed = await tx.query<CallRow>(
      `update calls
         set state = case when $1 = 'charged' then 'settled' else 'released' end,
           cost_micros = case when $1 = 'charged' then coalesce($2::bigint, reserved_micros) else 0 end,
         decision = $1, decided_by = $3, decided_at = now(), closed_at = now()
         where state = 'uncertain' and ${chosen}
         returning ${CALL}`,
      [outcome, micros, userId, Array.isArray(ids) ? ids : (ids as { runId: string | null }).runId],
    )
    for (const call of closed) await moveMoney(tx, call, -call.reservedMicros, call.costMicros)
    return closed
  }

  /** Frees what a run has reserved and not yet sent. */
  async releaseUnsent(tx: Tx, runId: string): Promise<void> {
    const closed = await tx.query<CallRow>(
      `update calls
       set state = 'released', closed_at = now()
       where run_id = $1 and state = 'reserved'
       returning ${CALL}`,
      [runId],
    )
    for (const call of closed) await moveMoney(tx, call, -call.reservedMicros, 0)
  }

  /**
   * Whether there is reserved money that will soon be spent or free: for calls that a living process is about to send,
   * or waits for.
   */
  async hasOpenCalls(tx: Tx, { ofLiving }: { ofLiving: boolean }): Promise<boolean> {
    const [found] = await tx.query<{ open: boolean }>(
      `select exists (
         select from calls where state in ('reserved', 'dispatched') and (not $1 or ${livesIn('calls.holder')})
       ) as open`,
      [ofLiving],
    )
    return found?.open ?? false
  }

  /** Null: it has its money. */
  async noteWait(tx: Tx, runId: string, until: Date | null): Promise<void> {
    await tx.query('update runs set money_until = $2 where id = $1', [runId, until])
  }

  /** Calls that wait for a person's decision, and their money. */
  async uncertain(tx: Tx): Promise<{ calls: number; micros: number }> {
    const [found] = await tx.query<{ calls: number; micros: number }>(
      `select count(*)::int as calls, coalesce(sum(reserved_micros), 0)::bigint as micros
       from calls
       where state = 'uncertain' and reserved_micros > 0`,
    )
    return found ?? { calls: 0, micros: 0 }
  }

  /**
   * Calls whose process is gone. Those that were not sent are released. Those that were sent become uncertain, and keep
   * their money until a person decides; one that changes nothing is released too.
   */
  async closeOrphans(tx: Tx, olderThanSeconds: number): Promise<{ uncertain: number; released: number }> {
    const isGone = `(holder is not null and not ${livesIn('calls.holder')})`
    const sent = await tx.query<{ state: string }>(
      `update calls
       set state = case when purpose = 'lookup' then 'released' else 'uncertain' end, failure = 'uncertain',
         closed_at = case when purpose = 'lookup' then now() end
       where state = 'dispatched' and (${isGone} or dispatched_at < now() - $1 * interval '1 second')
       returning state`,
      [olderThanSeconds],
    )
    const unsent = await tx.query<CallRow>(
      `update calls
         set state = 'released', closed_at = now()
         where state = 'reserved' and (
           ${isGone}
           or created_at < now() - $1 * interval '1 second'
           and not exists (
             select
             from runs r
             where r.workspace_id = calls.workspace_id and r.id = calls.run_id
               and r.state in ('queued', 'running', 'paused')
           )
         )
         returning ${CALL}`,
      [olderThanSeconds],
    )
    for (const call of unsent) await moveMoney(tx, call, -call.reservedMicros, 0)
    const uncertain = sent.filter(({ state }) => state === 'uncertain').length
    return { uncertain, released: unsent.length + sent.length - uncertain }
  }
}
