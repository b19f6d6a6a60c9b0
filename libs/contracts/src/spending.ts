import { PROVIDER_FAILURES } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'

const instant = z.iso.datetime()
const micros = z.number().int()

export const CALL_STATES = ['reserved', 'dispatched', 'settled', 'released', 'uncertain', 'cached'] as const

/** One paid call, as the ledger has it. */
export const ledgerCall = z
  .object({
    id: z.uuid(),
    state: z.enum(CALL_STATES),
    providerId: z.string(),
    connectionLabel: z.string(),
    model: z.string().nullable(),
    /** What it was for: `extract`, `test`, `search` … */
    purpose: z.string(),
    websetId: z.uuid().nullable(),
    websetName: z.string().nullable(),
    runId: z.uuid().nullable(),
    rowId: z.number().int().nullable(),
    reservedMicros: micros,
    costMicros: micros,
    inputTokens: z.number().int().nullable(),
    outputTokens: z.number().int().nullable(),
    failure: z.enum(PROVIDER_FAILURES).nullable(),
    practice: z.boolean(),
    createdAt: instant,
    dispatchedAt: instant.nullable(),
    closedAt: instant.nullable(),
    /** How an uncertain call was decided, and by which person. */
    decision: z.object({ outcome: z.enum(['charged', 'not_charged']), by: z.string(), at: instant }).nullable(),
  })
  .meta({ id: 'LedgerCall' })
export type LedgerCall = z.output<typeof ledgerCall>

export const listCalls = endpoint({
  method: 'GET',
  path: '/calls',
  summary: 'The ledger, latest first',
  query: z.object({
    state: z.enum(CALL_STATES).optional(),
    runId: z.uuid().optional(),
    websetId: z.uuid().optional(),
    before: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  /** `next`: give it as `before` for the following page. Null at the end. */
  response: z.object({ calls: z.array(ledgerCall), next: z.string().nullable() }),
})
/** `micros`: what the service’s bill says. When left out: what was reserved. */
export const decideCall = endpoint({
  method: 'POST',
  path: '/calls/:id/decide',
  summary: 'Say whether an uncertain call was charged',
  params: z.object({ id: z.uuid() }),
  body: z.object({ outcome: z.enum(['charged', 'not_charged']), micros: micros.min(0).max(1_000_000_000).optional() }),
  response: ledgerCall,
  status: 200,
})
export const decideAllCalls = endpoint({
  method: 'POST',
  path: '/calls/decide',
  summary: 'Decide all uncertain calls of a connection or run alike',
  body: z.object({ outcome: z.enum(['charged', 'not_charged']), runId: z.uuid().optional() }),
  response: z.object({ decided: z.number().int() }),
  status: 200,
})

export const budget = z.object({
  kind: z.enum(['workspace_month', 'webset']),
  websetId: z.uuid().nullable(),
  websetName: z.string().nullable(),
  limitMicros: micros.nullable(),
  spentMicros: micros,
  reservedMicros: micros,
})
export type Budget = z.output<typeof budget>
export const listBudgets = endpoint({
  method: 'GET',
  path: '/budgets',
  summary: 'Budgets of the workspace’s month (UTC) and of websets',
  response: z.object({ budgets: z.array(budget) }),
})
export const setBudget = endpoint({
  method: 'POST',
  path: '/budgets',
  summary: 'Set or remove a budget',
  body: z.object({
    kind: z.enum(['workspace_month', 'webset']),
    websetId: z.uuid().optional(),
    limitMicros: micros.min(0).max(1_000_000_000_000).nullable(),
  }),
  response: z.object({ budgets: z.array(budget) }),
  status: 200,
})

const share = { calls: z.number().int(), micros, savedMicros: micros }
export const spending = z
  .object({
    /** `2026-11`, months in UTC. */
    month: z.string(),
    totalMicros: micros,
    reservedMicros: micros,
    /** What answers from the cache would have cost. */
    savedMicros: micros,
    calls: z.number().int(),
    uncertain: z.object({ calls: z.number().int(), micros }),
    byDay: z.array(z.object({ day: z.iso.date(), providerId: z.string(), ...share })),
    byProvider: z.array(z.object({ providerId: z.string(), connectionLabel: z.string(), ...share })),
    byWebset: z.array(z.object({ websetId: z.uuid().nullable(), websetName: z.string(), ...share })),
    byMonth: z.array(z.object({ month: z.string(), micros, calls: z.number().int() })),
  })
  .meta({ id: 'Spending' })
export type Spending = z.output<typeof spending>
/** Practice calls cost nothing and are not counted. */
export const getSpending = endpoint({
  method: 'GET',
  path: '/spending',
  summary: 'What was spent in a month, per day, provider and webset',
  query: z.object({
    month: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .optional(),
  }),
  response: spending,
})
