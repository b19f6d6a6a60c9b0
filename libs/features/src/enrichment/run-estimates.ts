import type { NextStepJson, RunEstimate } from '@enrichify/contracts'
import { Database, RunRepository, type ColumnEntity, type LockedCells } from '@enrichify/database'
import { isPaidRung, mayCost, type Principal, type RunMode, type RunScope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { stepsOf } from './paid-steps.ts'
import { RunBudget } from './run-budget.ts'
import { RunPlanner } from './run-planner.ts'
import { StepPricer } from './step-pricer.ts'

/** Seconds that a row takes without a model: reading its pages at a polite pace. */
const SECONDS_PER_ROW = 3
const ROWS_IN_FLIGHT = 16
/**
 * The price of a run before it starts: from this webset's own calls if there are any, else from list prices, and
 * marked as such.
 */
@Injectable()
export class RunEstimates {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly websets: WebsetsService,
    private readonly planner: RunPlanner,
    private readonly budget: RunBudget,
    private readonly pricer: StepPricer,
  ) {}

  /** `drafts`: columns that are only proposed. Every row would be asked once. */
  async estimate(
    principal: Principal,
    websetId: string,
    input: {
      columnIds?: string[] | undefined
      scope: RunScope
      mode?: RunMode
      again?: boolean
      fillEmptied?: boolean
    },
    drafts: readonly ColumnEntity[] = [],
  ): Promise<RunEstimate> {
    requirePermission(principal, 'enrichment.run')
    const { webset, columns, rows, gaps, upToDate, locked, emptied, tests, left } = await this.database.inScope(
      principal,
      async (tx) => {
        const found = await this.websets.require(tx, websetId)
        const asked = [
          ...(input.columnIds?.length === 0 && drafts.length
            ? []
            : await this.planner.columns(tx, websetId, input.columnIds)),
          ...drafts,
        ]
        const ids = asked.map((column) => column.id)
        const { fillEmptied = false } = input
        const scope = await this.planner.chosen(tx, websetId, input.scope)
        const covered = { scope, columnIds: ids, fillEmptied }
        const isAsked = input.mode !== undefined && input.mode !== 'fill'
        return {
          webset: found,
          columns: asked,
          rows: await this.runs.countRows(tx, websetId, covered),
          gaps: scope.kind === 'only_empty' ? await this.runs.countGaps(tx, websetId, covered) : null,
          locked: await this.runs.countLocked(tx, websetId, covered),
          // Rows whose only gaps a person made are in the scope only when those gaps are to be filled.
          emptied: await this.runs.countLocked(tx, websetId, { ...covered, fillEmptied: true }),
          upToDate:
            isAsked || input.again || scope.kind === 'only_empty'
              ? new Map<string, number>()
              : await this.runs.countUnchanged(tx, websetId, covered),
          // A column that is only proposed has no tests.
          tests: await this.planner.lastTests(
            tx,
            asked.filter((column) => !drafts.includes(column)),
          ),
          left: await this.budget.left(tx, websetId),
        }
      },
    )
    const skipped = (column: ColumnEntity): number => {
      const { emptied = 0, typed = 0, right = 0 } = locked.get(column.id) ?? {}
      return typed + right + (input.fillEmptied ? 0 : emptied)
    }
    /** The cells of the scope in a column, and those of them that are asked. */
    const cellsOf = (column: ColumnEntity): number => (gaps ? (gaps.get(column.id) ?? 0) : rows)
    const open = (column: ColumnEntity): number =>
      gaps ? cellsOf(column) : Math.max(0, rows - skipped(column) - (upToDate.get(column.id) ?? 0))
    const paid = columns.filter((column) => mayCost(column.enrichment))
    const plans = await Promise.all(stepsOf(paid, open).map((step) => this.pricer.price(principal, webset, step)))
    const problems = plans.flatMap((plan) => plan.problem ?? [])
    const calls = plans.reduce((sum, plan) => sum + plan.calls, 0)
    const cached = plans.reduce((sum, plan) => sum + plan.cachedCells, 0)
    const price = plans.reduce(
      (sum, plan) => ({ p10: sum.p10 + plan.price.p10, p50: sum.p50 + plan.price.p50, p90: sum.p90 + plan.price.p90 }),
      { p10: 0, p50: 0, p90: 0 },
    )
    const asked = paid.reduce((sum, column) => sum + open(column), 0)
    const unchanged = columns.reduce((sum, column) => sum + (upToDate.get(column.id) ?? 0), 0)
    return {
      rows,
      cells: columns.reduce((sum, column) => sum + cellsOf(column), 0),
      freeCells: {
        facts: columns.filter((column) => !mayCost(column.enrichment)).reduce((sum, column) => sum + open(column), 0),
        cache: Math.min(asked, cached),
        unchanged,
      },
      leftAlone: {
        emptied: sumOf(emptied, ({ emptied }) => emptied),
        typed: sumOf(locked, ({ typed }) => typed),
        right: sumOf(locked, ({ right }) => right),
      },
      paidCells: problems.length ? 0 : Math.max(0, asked - cached),
      calls,
      model: [...new Set(plans.flatMap((plan) => plan.model ?? []))].join(', ') || null,
      price: {
        p10Micros: Math.floor(price.p10),
        p50Micros: Math.round(price.p50),
        p90Micros: Math.ceil(price.p90),
        basis:
          calls === 0
            ? 'free'
            : plans.every((plan) => plan.calls === 0 || plan.basis === 'history')
              ? 'history'
              : 'list',
      },
      seconds: Math.ceil(
        (Math.max(0, ...columns.map(open)) * SECONDS_PER_ROW) / ROWS_IN_FLIGHT +
          Math.max(0, ...plans.map((plan) => plan.seconds)),
      ),
      left,
      tests,
      practice: webset.practice,
      problems: [...new Map(problems.map((problem) => [problem.code, problem])).values()],
    }
  }

  /** The first rung of a column that is switched off, with its price per cell. */
  async nextStep(principal: Principal, websetId: string, columnId: string): Promise<NextStepJson | null> {
    requirePermission(principal, 'websets.read')
    const { webset, column } = await this.database.inScope(principal, async (tx) => ({
      webset: await this.websets.require(tx, websetId),
      column: await this.websets.requireColumn(tx, websetId, columnId),
    }))
    const { enrichment } = column
    const rung =
      enrichment?.method === 'answer'
        ? enrichment.rungs.find(({ kind, enabled }) => !enabled && (kind !== 'data' || enrichment.dataFact !== null))
        : undefined
    if (!rung) return null
    const plan = await this.pricer.price(principal, webset, { rung, columns: [column], rows: 1, reach: 1 })
    return {
      rung: rung.kind,
      micros: plan.problem || (isPaidRung(rung) && plan.calls === 0) ? null : Math.round(plan.price.p50),
      problem: plan.problem?.message ?? null,
    }
  }
}

function sumOf(locked: ReadonlyMap<string, LockedCells>, part: (cells: LockedCells) => number): number {
  return [...locked.values()].reduce((sum, cells) => sum + part(cells), 0)
}
