import type { RunReport } from '@enrichify/contracts'
import {
  Database,
  RunRepository,
  SpendingRepository,
  WebsetRepository,
  type RunEntity,
  type Tx,
} from '@enrichify/database'
import { FAILURE_POLICIES, notFound, planWords, type Principal, type ProviderFailureKind } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { RefreshReports } from './refresh-reports.ts'
import { asksOtherwise } from './row-plan.ts'
import { RunEvents } from './run-events.ts'

const SLICES = 24

/** What a run did, rung by rung, and what each cell cost. */
@Injectable()
export class RunReports {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly spending: SpendingRepository,
    private readonly websets: WebsetRepository,
    private readonly events: RunEvents,
    private readonly refreshes: RefreshReports,
  ) {}

  async report(principal: Principal, id: string): Promise<RunReport> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      const run = await this.runs.find(tx, id)
      if (!run) throw notFound('run')
      const columns = await this.#columns(tx, run)
      const { input, cachedInput, output, micros, savedMicros, ...calls } = await this.spending.runCalls(tx, id)
      const filled = columns.reduce((sum, column) => sum + column.verified + column.cited + column.asserted, 0)
      const verified = columns.reduce((sum, column) => sum + column.verified, 0)
      const failures = await this.spending.runFailures(tx, id)
      return {
        run: await this.events.read(tx, run),
        rungs: rungShares(await this.runs.rungResults(tx, run.websetId, id), { micros, savedMicros }),
        costPerCellMicros: filled ? micros / filled : null,
        costPerVerifiedCellMicros: verified ? micros / verified : null,
        calls,
        tokens: { input, cachedInput, output },
        failures: failures.map(({ kind, providerId, count, lastAt }) => ({
          kind: kind as ProviderFailureKind,
          providerId,
          count,
          mend: FAILURE_POLICIES[kind as ProviderFailureKind].mend,
          lastAt: lastAt.toISOString(),
        })),
        timeline: await this.#timeline(tx, run),
        refresh: run.mode === 'refresh' ? await this.refreshes.report(tx, run) : null,
        columns,
      }
    })
  }

  async #columns(tx: Tx, run: RunEntity) {
    const results = await this.runs.columnResults(tx, run.websetId, run.id)
    const live = await this.websets.listColumns(tx, run.websetId)
    const plan = (await this.runs.plan(tx, run.id)) ?? live
    const [now, then] = [live, plan].map((columns) => new Map(columns.map((column) => [column.id, column])))
    return run.columnIds.map((columnId) => {
      const of = (state: string): number =>
        results
          .filter((each) => each.columnId === columnId && each.state === state)
          .reduce((sum, each) => sum + each.cells, 0)
      const micros = results.filter((each) => each.columnId === columnId).reduce((sum, each) => sum + each.micros, 0)
      const [column, current] = [then!.get(columnId), now!.get(columnId)]
      return {
        columnId,
        name: column?.name ?? 'A deleted column',
        asks: column?.enrichment ? planWords(column.enrichment, plan) : '',
        hasChanged: Boolean(column && current && asksOtherwise(column, current)),
        verified: of('verified'),
        cited: of('cited'),
        asserted: of('asserted'),
        empty: of('empty'),
        micros,
      }
    })
  }

  async #timeline(tx: Tx, run: RunEntity): Promise<RunReport['timeline']> {
    const from = run.startedAt ?? run.createdAt
    const to = run.finishedAt ?? new Date()
    const found = new Map(
      (await this.runs.timeline(tx, run.websetId, run.id, from, to, SLICES)).map((slice) => [slice.slice, slice]),
    )
    const failed = new Map(
      (await this.spending.failedCalls(tx, run.id, from, to, SLICES)).map(({ slice, failures }) => [slice, failures]),
    )
    const width = (to.getTime() - from.getTime()) / SLICES
    return Array.from({ length: SLICES }, (_, index) => ({
      from: new Date(from.getTime() + width * index).toISOString(),
      cells: found.get(index + 1)?.cells ?? 0,
      micros: found.get(index + 1)?.micros ?? 0,
      failures: failed.get(index + 1) ?? 0,
    }))
  }
}

/**
 * What the cells that free rungs filled would have cost at the price of a paid cell. Unknown if the run has no paid
 * cell.
 */
function rungShares(
  results: readonly { kind: string; source: string | null; cells: number; verified: number }[],
  money: { micros: number; savedMicros: number },
): RunReport['rungs'] {
  const rungOf = ({ kind, source }: { kind: string; source: string | null }): RunReport['rungs'][number]['rung'] => {
    if (kind === 'structured' || kind === 'patterns') return 'facts'
    if (kind === 'formula' || kind === 'merge' || kind === 'http') return 'computed'
    return source === 'cache' || source === 'earlier' ? 'cache' : (kind as 'data' | 'model' | 'search' | 'agent')
  }
  const paidCells = results
    .filter((each) => !['facts', 'computed', 'cache'].includes(rungOf(each)))
    .reduce((sum, { cells }) => sum + cells, 0)
  const perCell = paidCells ? money.micros / paidCells : 0
  return (['facts', 'computed', 'cache', 'data', 'model', 'search', 'agent'] as const).flatMap((rung) => {
    const own = results.filter((each) => rungOf(each) === rung)
    const cells = own.reduce((sum, each) => sum + each.cells, 0)
    if (cells === 0 && rung !== 'facts' && rung !== 'model' && rung !== 'cache') return []
    const isPaid = !['facts', 'computed', 'cache'].includes(rung)
    return [
      {
        rung,
        cells,
        verified: own.reduce((sum, each) => sum + each.verified, 0),
        micros: isPaid ? Math.round(perCell * cells) : 0,
        savedMicros: rung === 'cache' ? money.savedMicros : rung === 'facts' ? Math.round(cells * perCell) : 0,
      },
    ]
  })
}
