import type { Tx } from '../database.ts'
import type { CallState, LedgerLine } from './calls.ts'

export interface Share {
  calls: number
  micros: number
  savedMicros: number
}

export interface RunMoney {
  runId: string
  spentMicros: number
  reservedMicros: number
  savedMicros: number
  uncertain: number
}

/** Calls of a run by their state, and the tokens and the money of those that were settled. */
export interface RunCalls {
  settled: number
  cached: number
  released: number
  uncertain: number
  open: number
  input: number
  cachedInput: number
  output: number
  micros: number
  savedMicros: number
}

/** What one call cost: quantiles and mean in millionths of a US dollar, and how long it took. */
export interface CallHistory {
  p10: number
  p50: number
  p90: number
  mean: number
  calls: number
  seconds: number
}

interface MonthShare extends Share {
  reservedMicros: number
  uncertain: number
  uncertainMicros: number
}

/** A request of a column has no connection. */
const labelOf = (provider: string): string => `case ${provider} when 'request' then 'Requests' else ${provider} end`
const PAID = `not practice and state <> 'released'`
const SHARE = `count(*) filter (where state <> 'cached')::int as calls, coalesce(sum(cost_micros), 0)::bigint as micros,
  coalesce(sum(saved_micros), 0)::bigint as "savedMicros"`

/** The ledger in sums. Only reads. */
export class SpendingRepository {
  /** `before`: `<instant>_<id>` of the last line of the page before. */
  async lines(
    tx: Tx,
    find: {
      state?: CallState | undefined
      runId?: string | undefined
      websetId?: string | undefined
      before?: string | undefined
      limit: number
      ids?: string[]
    },
  ): Promise<LedgerLine[]> {
    const [at, id] = find.before?.split('_') ?? [null, null]
    return tx.query<LedgerLine>(
      `select c.id, c.state, c.provider_id as "providerId",
                coalesce(n.label, ${labelOf('c.provider_id')}) as "connectionLabel", c.model, c.purpose,
                c.webset_id as "websetId", w.name as "websetName", c.run_id as "runId", c.row_id as "rowId",
              c.reserved_micros as "reservedMicros", c.cost_micros as "costMicros",
              (c.usage ->> 'inputTokens')::int as "inputTokens",
              (c.usage ->> 'outputTokens')::int as "outputTokens", c.failure, c.practice,
              c.created_at as "createdAt", c.dispatched_at as "dispatchedAt", c.closed_at as "closedAt",
              c.decision, c.decided_by as "decidedBy", c.decided_at as "decidedAt"
       from calls c
       left join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
       left join websets w on w.workspace_id = c.workspace_id and w.id = c.webset_id
       where ($1::text is null or c.state = $1) and ($2::uuid is null or c.run_id = $2)
         and ($3::uuid is null or c.webset_id = $3)
         and ($4::timestamptz is null or (date_trunc('milliseconds', c.created_at), c.id) < ($4, $5::uuid))
         and ($7::uuid[] is null or c.id = any ($7))
       order by date_trunc('milliseconds', c.created_at) desc, c.id desc limit $6`,
      [find.state ?? null, find.runId ?? null, find.websetId ?? null, at, id, find.limit, find.ids ?? null],
    )
  }

  async month(tx: Tx, month: string): Promise<MonthShare> {
    const [found] = await tx.query<MonthShare>(
      `select ${SHARE},
                coalesce(
                  sum(reserved_micros) filter (where state in ('reserved', 'dispatched')), 0
                )::bigint as "reservedMicros",
                count(*) filter (where state = 'uncertain')::int as uncertain,
              coalesce(sum(reserved_micros) filter (where state = 'uncertain'), 0)::bigint as "uncertainMicros"
              from calls
              where month = $1 and ${PAID}`,
      [month],
    )
    return found!
  }

  byDay(tx: Tx, month: string): Promise<(Share & { day: string; providerId: string })[]> {
    return tx.query(
      `select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day, provider_id as "providerId", ${SHARE}
       from calls
       where month = $1 and ${PAID}
       group by 1, 2
       order by 1, 2`,
      [month],
    )
  }

  byConnection(tx: Tx, month: string): Promise<(Share & { providerId: string; connectionLabel: string })[]> {
    return tx.query(
      `select s.*, coalesce(n.label, ${labelOf('s."providerId"')}) as "connectionLabel"
       from (
         select connection_id, provider_id as "providerId", ${SHARE}
         from calls
         where month = $1 and ${PAID}
         group by 1, 2
       ) s
       left join connections n on n.id = s.connection_id order by s.micros desc`,
      [month],
    )
  }

  byWebset(tx: Tx, month: string): Promise<(Share & { websetId: string | null; websetName: string | null })[]> {
    return tx.query(
      `select s.*, w.name as "websetName"
       from (select webset_id as "websetId", ${SHARE} from calls where month = $1 and ${PAID} group by 1) s
       left join websets w on w.id = s."websetId"
       order by s.micros desc
       limit 200`,
      [month],
    )
  }

  byMonth(tx: Tx): Promise<{ month: string; micros: number; calls: number }[]> {
    return tx.query(
      `select month, coalesce(sum(cost_micros), 0)::bigint as micros,
         count(*) filter (where state <> 'cached')::int as calls
       from calls
       where ${PAID}
       group by 1
       order by 1 desc
       limit 12`,
    )
  }

  /** One sum per run over its ledger, by index. */
  async runs(tx: Tx, runIds: readonly string[]): Promise<Map<string, RunMoney>> {
    const found = await tx.query<RunMoney>(
      `select r.id as "runId", coalesce(m.spent_micros, 0) as "spentMicros",
         coalesce(m.held_micros, 0) as "reservedMicros",
         (
           select coalesce(sum(saved_micros), 0)::bigint from calls c where c.run_id = r.id and c.state = 'cached'
         ) as "savedMicros",
         (select count(*)::int from calls c where c.run_id = r.id and c.state = 'uncertain') as uncertain
       from unnest($1::uuid[]) as r (id)
       left join spend_meters m on m.kind = 'run' and m.key = r.id::text`,
      [runIds],
    )
    return new Map(found.map((money) => [money.runId, money]))
  }

  async runCalls(tx: Tx, runId: string): Promise<RunCalls> {
    const [found] = await tx.query<RunCalls>(
      `select count(*) filter (where state = 'settled')::int as settled,
                count(*) filter (where state = 'cached')::int as cached,
                count(*) filter (where state = 'released')::int as released,
              count(*) filter (where state = 'uncertain')::int as uncertain,
              count(*) filter (where state in ('reserved', 'dispatched'))::int as open,
              coalesce(
                sum((usage ->> 'inputTokens')::bigint) filter (where state = 'settled'), 0
              )::bigint as input,
              coalesce(
                sum((usage ->> 'cachedInputTokens')::bigint) filter (where state = 'settled'), 0
              )::bigint as "cachedInput",
              coalesce(
                sum((usage ->> 'outputTokens')::bigint) filter (where state = 'settled'), 0
              )::bigint as output,
              coalesce(sum(cost_micros), 0)::bigint as micros,
              coalesce(sum(saved_micros), 0)::bigint as "savedMicros"
       from calls where run_id = $1`,
      [runId],
    )
    return found!
  }

  runFailures(tx: Tx, runId: string): Promise<{ kind: string; providerId: string; count: number; lastAt: Date }[]> {
    return tx.query(
      `select failure as kind, provider_id as "providerId", count(*)::int as count,
         max(coalesce(closed_at, dispatched_at, created_at)) as "lastAt"
       from calls
       where run_id = $1 and failure is not null
       group by 1, 2
       order by 3 desc`,
      [runId],
    )
  }

  /** For each of these runs, the service that failed it and has not answered since, if there is one. */
  waiting(
    tx: Tx,
    runIds: readonly string[],
  ): Promise<{ runId: string; service: string; failure: string; until: Date | null }[]> {
    return tx.query(
      `select distinct on (r.id) r.id as "runId", n.label as service, coalesce(n.failure, 'rate_limited') as failure,
         nullif(greatest(n.open_until, n.paused_until, now()), now()) as until
       from unnest($1::uuid[]) as r (id)
       join connections n on n.deleted_at is null and not n.blocked
         and (n.failures > 0 or n.paused_until > now() + interval '5 seconds')
       where exists (
         select
         from calls c
         where c.workspace_id = n.workspace_id and c.run_id = r.id and c.connection_id = n.id and c.failure is not null
       )
       order by r.id, n.place`,
      [runIds],
    )
  }

  /** When calls of a run failed: how many in each of the equal slices of its time, counted from 1. */
  failedCalls(
    tx: Tx,
    runId: string,
    from: Date,
    to: Date,
    slices: number,
  ): Promise<{ slice: number; failures: number }[]> {
    // Outside of the run’s time, width_bucket counts one slice more at either end: a call may end after its run.
    return tx.query(
      `select least($4::int, greatest(1, width_bucket(
         extract(epoch from coalesce(closed_at, dispatched_at, created_at))::float8,
         extract(epoch from $2::timestamptz)::float8, extract(epoch from $3::timestamptz)::float8 + 0.001, $4::int
       ))) as slice, count(*)::int as failures
       from calls
       where run_id = $1 and failure is not null
       group by 1`,
      [runId, from, to, slices],
    )
  }

  /** Quantiles of what one call of this plan cost in this webset. Null when there were too few calls to tell. */
  async history(tx: Tx, websetId: string, planHash: string, practice: boolean): Promise<CallHistory | null> {
    const [found] = await tx.query<CallHistory>(
      `select percentile_cont(0.1) within group (order by cost_micros) as p10,
                percentile_cont(0.5) within group (order by cost_micros) as p50,
                percentile_cont(0.9) within group (order by cost_micros) as p90,
              avg(cost_micros)::float8 as mean, count(*)::int as calls,
              coalesce(avg(extract(epoch from closed_at - dispatched_at)), 1)::float8 as seconds
       from (
         select *
         from calls
         where webset_id = $1 and plan_hash = $2 and state = 'settled' and decision is null and practice = $3
         order by closed_at desc
         limit 1000
       ) c`,
      [websetId, planHash, practice],
    )
    return found && found.calls >= 5 ? found : null
  }

  /** Rows for which this plan was answered before. Their pages may have changed since. */
  async answeredRows(tx: Tx, websetId: string, planHash: string, practice: boolean): Promise<number> {
    const [found] = await tx.query<{ count: number }>(
      `select count(distinct row_id)::int as count
       from calls
       where webset_id = $1 and plan_hash = $2 and state = 'settled' and answer is not null and practice = $3`,
      [websetId, planHash, practice],
    )
    return found?.count ?? 0
  }
}
