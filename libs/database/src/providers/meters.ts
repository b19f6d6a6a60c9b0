import type { Tx } from '../database.ts'
import type { CallRow, NewCall } from './calls.ts'

export type MeterKind = 'run' | 'webset' | 'workspace_month'

export interface Meter {
  kind: MeterKind
  key: string
  limitMicros: number | null
  spentMicros: number
  reservedMicros: number
}

/** The budget that a call would exceed. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded'
  readonly meter: Meter
  constructor(meter: Meter) {
    super(`The ${meter.kind} budget is reached.`)
    this.meter = meter
  }
}

const METER = `kind, key, limit_micros as "limitMicros", spent_micros as "spentMicros", held_micros as "reservedMicros"`

/** The month’s meter begins with the limit for every month. */
const EVERY_MONTH = 'every'

/** Practice counts in its run only, because simulated money must not use up a real budget. */
function metersOf(call: Pick<NewCall, 'runId' | 'websetId' | 'month' | 'practice'>): (readonly [MeterKind, string])[] {
  const run = call.runId ? [['run', call.runId] as const] : []
  if (call.practice) return run
  return [
    ...run,
    ...(call.websetId ? [['webset', call.websetId] as const] : []),
    ['workspace_month', call.month] as const,
  ]
}

/**
 * Reserves money in every meter of the call, or in none: throws `BudgetExceeded` with the meter that is full. Locks
 * in one order. Call it last in a transaction, because all calls meet here.
 */
export async function reserveMoney(
  tx: Tx,
  call: Pick<NewCall, 'runId' | 'websetId' | 'month' | 'practice'>,
  micros: number,
): Promise<void> {
  const keys = metersOf(call)
  // What costs nothing needs no budget, and waits for no one's.
  if (keys.length === 0 || micros === 0) return
  const kinds = keys.map(([kind]) => kind)
  const names = keys.map(([, key]) => key)
  const locked = await tx.query<Meter>(
    `select ${METER}
     from spend_meters
     join unnest($1::text[], $2::text[]) as w (kind, key)
     using (kind, key)
     order by kind, key
     for update of spend_meters`,
    [kinds, names],
  )
  if (locked.length < keys.length) {
    await openMeters(tx, keys)
    return reserveMoney(tx, call, micros)
  }
  const full = locked.find(
    (meter) => meter.limitMicros !== null && meter.spentMicros + meter.reservedMicros + micros > meter.limitMicros,
  )
  if (full) throw new BudgetExceeded(full)
  await moveMoney(tx, call, micros, 0)
}

async function openMeters(tx: Tx, keys: readonly (readonly [MeterKind, string])[]): Promise<void> {
  for (const [kind, key] of keys) {
    await tx.query(
      `insert into spend_meters (workspace_id, kind, key, limit_micros)
       values (
         $1, $2, $3,
         case when $2 = 'workspace_month' then (
           select limit_micros from spend_meters where kind = 'workspace_month' and key = $4
         ) end
       )
       on conflict do nothing`,
      [tx.workspaceId, kind, key, EVERY_MONTH],
    )
  }
}

export async function moveMoney(
  tx: Tx,
  call: Pick<CallRow, 'runId' | 'websetId' | 'month' | 'practice'>,
  reserved: number,
  spent: number,
): Promise<void> {
  const keys = metersOf(call)
  if (keys.length === 0 || (reserved === 0 && spent === 0)) return
  await tx.query(
    `with locked as (
       select m.kind, m.key
       from spend_meters m
       join unnest($1::text[], $2::text[]) as w (kind, key)
       using (kind, key)
       order by m.kind, m.key
       for update of m
     )
     update spend_meters m
     set held_micros = m.held_micros + $3, spent_micros = m.spent_micros + $4
     from locked l
     where m.kind = l.kind and m.key = l.key`,
    [keys.map(([kind]) => kind), keys.map(([, key]) => key), reserved, spent],
  )
}

export async function readMeters(tx: Tx, keys: readonly (readonly [MeterKind, string])[]): Promise<Meter[]> {
  return tx.query<Meter>(
    `select ${METER} from spend_meters join unnest($1::text[], $2::text[]) as w (kind, key) using (kind, key)`,
    [keys.map(([kind]) => kind), keys.map(([, key]) => key)],
  )
}

/** All websets’ meters that have a limit, and the month’s. */
export function readBudgets(tx: Tx, month: string): Promise<Meter[]> {
  return tx.query<Meter>(
    `select ${METER}
     from spend_meters
     where (kind = 'webset' and limit_micros is not null) or (kind = 'workspace_month' and key in ($1, $2))`,
    [month, EVERY_MONTH],
  )
}

/** Null removes the limit. A limit below what is spent and reserved already means that no more calls are sent. */
export async function setLimit(tx: Tx, kind: MeterKind, key: string, limitMicros: number | null): Promise<void> {
  const keys = kind === 'workspace_month' ? [key, EVERY_MONTH] : [key]
  for (const each of keys) {
    await tx.query(
      `insert into spend_meters (workspace_id, kind, key, limit_micros)
       values ($1, $2, $3, $4)
       on conflict (workspace_id, kind, key)
       do update set limit_micros = excluded.limit_micros`,
      [tx.workspaceId, kind, each, limitMicros],
    )
  }
}
