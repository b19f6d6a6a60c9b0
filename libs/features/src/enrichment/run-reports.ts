import type { RunReport } from '@enrichify/contracts'
import { Database, RunRepository, SpendingRepository, WebsetRepository, type RunEntity, type Tx } from '@enrichify/database'
import { FAILURE_POLICIES, notFound, type Principal, type ProviderFailureKind } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
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
  ) {}

  async report(principal: Principal, id: string): Promise<RunReport> {
    demand(principal, 'websets.read')
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
        rungs: rungsOf(columns, { micros, savedMicros, cached: calls.cached, settled: calls.settled }),
        costPerCellMicros: filled ? micros / filled : null,
        costPerVerifiedCellMicros: verified ? micros / verified : null,
        calls,
        tokens: { input, cachedInput, output },
        failures: failures.map(({ kind, providerId, count, lastAt }) => ({ kind: kind as ProviderFailureKind, providerId, count, mend: FAILURE_POLICIES[kind as ProviderFailureKind].mend, lastAt: lastAt.toISOString() })),
        timeline: await this.#timeline(tx, run),
        columns: columns.map(({ isFact: _isFact, ...column }) => column),
      }
    })
  }

  async #columns(tx: Tx, run: RunEntity) {
    const results = await this.runs.columnResults(tx, run.websetId, run.id)
    const known = new Map((await this.websets.listColumns(tx, run.websetId)).map((column) => [column.id, column]))
    return run.columnIds.map((columnId) => {
      const of = (state: string): number => results.filter((each) => each.columnId === columnId && each.state === state).reduce((sum, each) => sum + each.cells, 0)
      const micros = results.filter((each) => each.columnId === columnId).reduce((sum, each) => sum + each.micros, 0)
      const column = known.get(columnId)
      return { columnId, name: column?.name ?? 'A deleted column', isFact: Boolean(column?.enrichment?.fact), verified: of('verified'), cited: of('cited'), asserted: of('asserted'), empty: of('empty'), micros }
    })
  }

  async #timeline(tx: Tx, run: RunEntity): Promise<RunReport['timeline']> {
    const from = run.startedAt ?? run.createdAt
    const to = run.finishedAt ?? new Date()
    const found = new Map((await this.runs.timeline(tx, run.websetId, run.id, from, to, SLICES)).map((slice) => [slice.slice, slice]))
    const width = (to.getTime() - from.getTime()) / SLICES
    return Array.from({ length: SLICES }, (_, index) => ({ from: new Date(from.getTime() + width * index).toISOString(), cells: found.get(index + 1)?.cells ?? 0, micros: found.get(index + 1)?.micros ?? 0, failures: 0 }))
  }
}

interface ColumnResult {
  isFact: boolean
  verified: number
  cited: number
  asserted: number
}

/** What ready facts filled would have cost what the model's cells cost here; without any of those nobody can say. */
function rungsOf(columns: readonly ColumnResult[], calls: { micros: number; savedMicros: number; cached: number; settled: number }): RunReport['rungs'] {
  const sum = (some: readonly ColumnResult[]) => ({ cells: some.reduce((all, { verified, cited, asserted }) => all + verified + cited + asserted, 0), verified: some.reduce((all, { verified }) => all + verified, 0) })
  const facts = sum(columns.filter((column) => column.isFact))
  const model = sum(columns.filter((column) => !column.isFact))
  const cachedShare = calls.cached + calls.settled ? calls.cached / (calls.cached + calls.settled) : 0
  const fromCache = Math.round(model.cells * cachedShare)
  const verifiedFromCache = Math.round(model.verified * cachedShare)
  const perCell = model.cells > fromCache ? calls.micros / (model.cells - fromCache) : 0
  return [
    { rung: 'facts', ...facts, micros: 0, savedMicros: Math.round(facts.cells * perCell) },
    { rung: 'cache', cells: fromCache, verified: verifiedFromCache, micros: 0, savedMicros: calls.savedMicros },
    { rung: 'model', cells: model.cells - fromCache, verified: model.verified - verifiedFromCache, micros: calls.micros, savedMicros: 0 },
  ]
}
