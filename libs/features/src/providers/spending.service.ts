import type { Budget, LedgerCall, Spending } from '@enrichify/contracts'
import {
  AccountsRepository,
  Database,
  LedgerRepository,
  SpendingRepository,
  WebsetRepository,
  type CallState,
  type LedgerLine,
  type Meter,
  type Tx,
} from '@enrichify/database'
import { notFound, Refused, type Principal, type ProviderFailureKind } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'

export interface CallFilter {
  state?: CallState | undefined
  runId?: string | undefined
  websetId?: string | undefined
  before?: string | undefined
  limit: number
}

const CURSOR = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z_[0-9a-f-]{36}$/

/**
 * The ledger as people read it, their budgets, and their decisions about calls with an unknown outcome. Months are
 * UTC.
 */
@Injectable()
export class SpendingService {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerRepository,
    private readonly spending: SpendingRepository,
    private readonly accounts: AccountsRepository,
    private readonly websets: WebsetRepository,
  ) {}

  async month(principal: Principal, month: string | undefined): Promise<Spending> {
    requirePermission(principal, 'spending.read')
    const of = month ?? new Date().toISOString().slice(0, 7)
    return this.database.inScope(principal, async (tx) => {
      const total = await this.spending.month(tx, of)
      const byWebset = (await this.spending.byWebset(tx, of)).map(({ websetName, ...share }) => ({
        ...share,
        websetName: websetName ?? (share.websetId ? 'A deleted webset' : 'No webset (tests)'),
      }))
      return {
        month: of,
        totalMicros: total.micros,
        reservedMicros: total.reservedMicros,
        savedMicros: total.savedMicros,
        calls: total.calls,
        uncertain: { calls: total.uncertain, micros: total.uncertainMicros },
        byDay: await this.spending.byDay(tx, of),
        byProvider: await this.spending.byConnection(tx, of),
        byWebset,
        byMonth: await this.spending.byMonth(tx),
      }
    })
  }

  async calls(principal: Principal, filter: CallFilter): Promise<{ calls: LedgerCall[]; next: string | null }> {
    requirePermission(principal, 'spending.read')
    if (filter.before !== undefined && !CURSOR.test(filter.before))
      throw new Refused('bad_cursor', '`before` is the `next` of the page before.', 'invalid')
    return this.database.inScope(principal, async (tx) => {
      const lines = await this.spending.lines(tx, filter)
      const last = lines.at(-1)
      return {
        calls: await this.#present(tx, lines),
        next: last && lines.length === filter.limit ? `${last.createdAt.toISOString()}_${last.id}` : null,
      }
    })
  }

  async decide(
    principal: Principal,
    id: string,
    outcome: 'charged' | 'not_charged',
    micros: number | undefined,
  ): Promise<LedgerCall> {
    requirePermission(principal, 'budgets.manage')
    return this.database.inScope(principal, async (tx) => {
      const closed = await this.ledger.decide(tx, [id], outcome, micros ?? null, principal.userId)
      const [line] = await this.#present(tx, await this.spending.lines(tx, { ids: [id], limit: 1 }))
      if (!line) throw notFound('call')
      if (closed.length === 0) throw new Refused('not_uncertain', 'This call is no longer uncertain.', 'conflict')
      return line
    })
  }

  async decideAll(
    principal: Principal,
    outcome: 'charged' | 'not_charged',
    runId: string | undefined,
  ): Promise<number> {
    requirePermission(principal, 'budgets.manage')
    return this.database.inScope(
      principal,
      async (tx) => (await this.ledger.decide(tx, { runId: runId ?? null }, outcome, null, principal.userId)).length,
    )
  }

  async budgets(principal: Principal): Promise<Budget[]> {
    requirePermission(principal, 'spending.read')
    return this.database.inScope(principal, (tx) => this.#budgets(tx))
  }

  async setBudget(
    principal: Principal,
    input: { kind: 'workspace_month' | 'webset'; websetId?: string | undefined; limitMicros: number | null },
  ): Promise<Budget[]> {
    requirePermission(principal, 'budgets.manage')
    return this.database.inScope(principal, async (tx) => {
      if (input.kind === 'workspace_month')
        await this.ledger.setLimit(tx, 'workspace_month', thisMonth(), input.limitMicros)
      else {
        const webset = input.websetId ? await this.websets.find(tx, input.websetId) : null
        if (!webset) throw notFound('webset')
        await this.ledger.setLimit(tx, 'webset', webset.id, input.limitMicros)
      }
      return this.#budgets(tx)
    })
  }

  async #budgets(tx: Tx): Promise<Budget[]> {
    const meters = await this.ledger.budgets(tx, thisMonth())
    const every = meters.find(({ kind, key }) => kind === 'workspace_month' && key === 'every')
    const month = meters.find(({ kind, key }) => kind === 'workspace_month' && key === thisMonth())
    const websets: Budget[] = []
    for (const meter of meters.filter(({ kind }) => kind === 'webset')) {
      const webset = await this.websets.find(tx, meter.key)
      if (webset) websets.push(budgetOf('webset', webset, meter))
    }
    return [
      budgetOf(
        'workspace_month',
        null,
        month ?? { limitMicros: every?.limitMicros ?? null, spentMicros: 0, reservedMicros: 0 },
      ),
      ...websets,
    ]
  }

  async #present(tx: Tx, lines: readonly LedgerLine[]): Promise<LedgerCall[]> {
    const names = new Map(
      (await this.accounts.listMembers(tx, tx.workspaceId)).map((member) => [member.userId, member.name]),
    )
    return lines.map(({ decision, decidedBy, decidedAt, createdAt, dispatchedAt, closedAt, failure, ...line }) => ({
      ...line,
      failure: failure as ProviderFailureKind | null,
      createdAt: createdAt.toISOString(),
      dispatchedAt: dispatchedAt?.toISOString() ?? null,
      closedAt: closedAt?.toISOString() ?? null,
      decision:
        decision && decidedAt
          ? { outcome: decision, by: names.get(decidedBy ?? '') ?? 'A former member', at: decidedAt.toISOString() }
          : null,
    }))
  }
}

function thisMonth(): string {
  return new Date().toISOString().slice(0, 7)
}

function budgetOf(
  kind: Budget['kind'],
  webset: { id: string; name: string } | null,
  meter: Pick<Meter, 'limitMicros' | 'spentMicros' | 'reservedMicros'>,
): Budget {
  return {
    kind,
    websetId: webset?.id ?? null,
    websetName: webset?.name ?? null,
    limitMicros: meter.limitMicros,
    spentMicros: meter.spentMicros,
    reservedMicros: meter.reservedMicros,
  }
}
