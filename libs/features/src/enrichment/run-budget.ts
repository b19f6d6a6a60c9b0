import type { RunEstimate } from '@enrichify/contracts'
import {
  LedgerRepository,
  SpendingRepository,
  type ColumnEntity,
  type Meter,
  type Tx,
  type WebsetEntity,
} from '@enrichify/database'
import { mayCost, Refused } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'

/**
 * What a run may spend, and what the ledger knows about it: earlier calls of the same plan, and what is left of the
 * budgets.
 */
@Injectable()
export class RunBudget {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly spending: SpendingRepository,
  ) {}

  /** Calls of the same plan in this webset so far. */
  async history(tx: Tx, websetId: string, planHash: string, practice: boolean) {
    return {
      quantiles: await this.spending.history(tx, websetId, planHash, practice),
      answeredRows: await this.spending.answeredRows(tx, websetId, planHash, practice),
    }
  }

  /** What is left of the webset's budget and of the month's. Null if there is no limit. */
  async left(tx: Tx, websetId: string): Promise<RunEstimate['left']> {
    const month = new Date().toISOString().slice(0, 7)
    const meters = await this.ledger.meters(tx, [
      ['webset', websetId],
      ['workspace_month', month],
      ['workspace_month', 'every'],
    ])
    const now = meters.find((meter) => meter.key === month) ?? meters.find((meter) => meter.key === 'every')
    return { websetMicros: leftOf(meters.find((meter) => meter.kind === 'webset')), monthMicros: leftOf(now) }
  }

  /** Nothing paid starts without a limit: its own, the webset's or the month's. */
  async openRun(
    tx: Tx,
    run: { runId: string; webset: WebsetEntity; columns: readonly ColumnEntity[]; budgetMicros: number | null },
  ): Promise<void> {
    const { runId, webset, columns, budgetMicros } = run
    const isPaid = columns.some((column) => mayCost(column.enrichment))
    if (!isPaid) return
    await this.ledger.setLimit(tx, 'run', runId, budgetMicros)
    if (budgetMicros !== null || webset.practice) return
    const limits = await this.ledger.meters(tx, [
      ['webset', webset.id],
      ['workspace_month', 'every'],
    ])
    if (!limits.some((meter) => meter.limitMicros !== null))
      throw new Refused(
        'budget_required',
        'This run asks a model, and no budget is set. Give the run a budget, or set one for the webset or the month.',
        'unprocessable',
      )
  }

  setRunBudget(tx: Tx, runId: string, limitMicros: number | null): Promise<void> {
    return this.ledger.setLimit(tx, 'run', runId, limitMicros)
  }
}

function leftOf(meter: Meter | undefined): number | null {
  return meter?.limitMicros == null ? null : Math.max(0, meter.limitMicros - meter.spentMicros - meter.reservedMicros)
}
