import type { EnrichmentJson, Trial } from '@enrichify/contracts'
import {
  CaptureRepository,
  Database,
  LedgerRepository,
  RowRepository,
  SpendingRepository,
  TrialRepository,
  type ColumnEntity,
  type StoredTrialAnswer,
  type TrialRow,
  type Tx,
} from '@enrichify/database'
import { COLUMN_TYPES, mayCost, notFound, Refused, sameAnswer, type CellValue, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { planHash } from '../enrichment/row-plan.ts'
import { Outbox } from '../operations/outbox.ts'
import { bindPlan } from '../websets/plan-column.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ColumnTests, goldHash, type ColumnTestResults } from './column-tests.ts'

export interface StartTrial {
  kind: TrialRow['kind']
  plans: (EnrichmentJson | null)[]
  rowIds?: number[] | undefined
  count: number
  budgetMicros: number | null
  storedOnly: boolean
}

/** Where trials are kept, and what they cost. */
@Injectable()
export class TrialBooks {
  constructor(
    readonly trials: TrialRepository,
    readonly rows: RowRepository,
    readonly ledger: LedgerRepository,
    readonly spending: SpendingRepository,
    readonly captures: CaptureRepository,
  ) {}
}

/** Columns as they would answer: tests, comparisons, tries. Nothing of it is written into the sheet. */
@Injectable()
export class TrialsService {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetsService,
    private readonly tests: ColumnTests,
    private readonly books: TrialBooks,
    private readonly outbox: Outbox,
  ) {}

  async columnTests(principal: Principal, websetId: string, columnId: string): Promise<ColumnTestResults> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) =>
      this.tests.results(tx, await this.#column(tx, websetId, columnId)),
    )
  }

  async setTests(
    principal: Principal,
    websetId: string,
    columnId: string,
    rows: { rowId: number; expected: CellValue }[],
  ): Promise<ColumnTestResults> {
    demand(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      const column = await this.#column(tx, websetId, columnId)
      const there = new Set(
        (
          await this.books.rows.byIds(
            tx,
            websetId,
            rows.map(({ rowId }) => rowId),
          )
        ).map(({ id }) => id),
      )
      const missing = rows.find(({ rowId }) => !there.has(rowId))
      if (missing) throw new Refused('unknown_row', `There is no row ${missing.rowId} in this webset.`, 'unprocessable')
      const read = rows.map(({ rowId, expected }) => ({ rowId, expected: readExpected(column, expected) }))
      await this.books.trials.setGold(tx, websetId, columnId, principal.userId, read)
      return this.tests.results(tx, column)
    })
  }

  async start(principal: Principal, websetId: string, columnId: string, input: StartTrial): Promise<Trial> {
    demand(principal, 'enrichment.run')
    if (input.kind === 'compare' && input.plans.length !== 2)
      throw new Refused('two_plans', 'A comparison needs two plans.', 'unprocessable')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.websets.require(tx, websetId)
      const column = await this.#column(tx, websetId, columnId)
      const columns = await this.websets.columns(tx, websetId)
      const plans = input.plans.map((plan) => (plan ? bindPlan(plan, columns, column) : column.enrichment!))
      const gold = await this.books.trials.gold(tx, websetId, columnId)
      const rowIds =
        input.rowIds ??
        (input.kind === 'test'
          ? gold.map(({ rowId }) => rowId)
          : (await this.books.rows.page(tx, websetId, { filter: [], search: null }, new Map(), 0, input.count)).map(
              ({ id }) => id,
            ))
      if (rowIds.length === 0)
        throw new Refused(
          'nothing_to_try',
          input.kind === 'test'
            ? 'This column has no tests yet. Say for a few rows what it must answer.'
            : 'There are no rows to try it on.',
          'unprocessable',
        )
      if (plans.some(mayCost) && input.budgetMicros === null && !webset.practice)
        throw new Refused(
          'budget_required',
          'This asks services that cost money. Give the trial a budget.',
          'unprocessable',
        )
      const variants = plans.map((enrichment) => planHash({ ...column, enrichment }))
      const expected = Object.fromEntries(
        gold.filter(({ rowId }) => rowIds.includes(rowId)).map(({ rowId, expected: value }) => [rowId, value]),
      )
      const isWholeTest =
        input.kind === 'test' && rowIds.length === gold.length && gold.every(({ rowId }) => rowIds.includes(rowId))
      const id = await this.books.trials.create(tx, {
        websetId,
        columnId,
        kind: input.kind,
        plans,
        planHashes: variants,
        goldHash: isWholeTest ? goldHash(gold) : null,
        expected,
        rowIds,
        storedOnly: input.storedOnly,
        budgetMicros: input.budgetMicros,
        practice: webset.practice,
        createdBy: principal.userId,
      })
      await this.books.ledger.setLimit(tx, 'run', id, input.budgetMicros)
      await this.outbox.enqueue(tx, [
        { name: 'enrichment.run-trial', payload: { workspaceId: tx.workspaceId, trialId: id } },
      ])
      return this.#present(tx, (await this.books.trials.find(tx, id))!)
    })
  }

  async get(principal: Principal, id: string): Promise<Trial> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => this.#present(tx, await this.#require(tx, id)))
  }

  async cancel(principal: Principal, id: string): Promise<Trial> {
    demand(principal, 'enrichment.run')
    return this.database.inScope(principal, async (tx) => {
      await this.#require(tx, id)
      await this.books.trials.finish(tx, id, 'cancelled', null, null)
      return this.#present(tx, await this.#require(tx, id))
    })
  }

  async #require(tx: Tx, id: string): Promise<TrialRow> {
    const found = await this.books.trials.find(tx, id)
    if (!found) throw notFound('trial')
    return found
  }

  async #column(tx: Tx, websetId: string, columnId: string): Promise<ColumnEntity> {
    await this.websets.require(tx, websetId)
    const column = await this.websets.requireColumn(tx, websetId, columnId)
    if (!column.enrichment)
      throw new Refused('not_an_enrichment', `“${column.name}” asks no question.`, 'unprocessable')
    return column
  }

  async #present(tx: Tx, trial: TrialRow): Promise<Trial> {
    const labels = await this.tests.labels(tx, trial.websetId, trial.rowIds)
    const rows = trial.rowIds.map((rowId) => {
      const answers = trial.answers[rowId] ?? []
      const expected = trial.expected[rowId] ?? null
      return {
        rowId,
        label: labels.get(rowId) ?? `Row ${rowId}`,
        expected,
        answers: answers.map((answer) => ({
          ...answer,
          right: expected === null ? null : sameAnswer(answer.value, expected),
        })),
        agree: answers.length === 2 ? sameAnswer(answers[0]!.value, answers[1]!.value) : null,
      }
    })
    const money = (await this.books.spending.runs(tx, [trial.id])).get(trial.id)
    return {
      id: trial.id,
      websetId: trial.websetId,
      columnId: trial.columnId,
      kind: trial.kind,
      state: trial.state,
      variants: trial.plans.map((plan, index) => ({
        plan,
        ...sumUp(rows.flatMap(({ answers }) => answers[index] ?? [])),
      })),
      rows,
      rowsTotal: trial.rowIds.length,
      budgetMicros: trial.budgetMicros,
      costMicros: money?.spentMicros ?? 0,
      message: trial.message,
      createdAt: trial.createdAt.toISOString(),
      finishedAt: trial.finishedAt?.toISOString() ?? null,
    }
  }
}

function sumUp(answers: readonly (StoredTrialAnswer & { right: boolean | null })[]) {
  const of = (state: string): number => answers.filter((answer) => answer.state === state).length
  const tokens = answers.flatMap(({ trace }) => trace.flatMap((step) => step.tokens ?? []))
  return {
    verified: of('verified'),
    cited: of('cited'),
    asserted: of('asserted'),
    empty: of('empty'),
    right: answers.filter(({ right }) => right === true).length,
    wrong: answers.filter(({ right }) => right === false).length,
    costMicros: answers.reduce((sum, answer) => sum + answer.costMicros, 0),
    inputTokens: tokens.reduce((sum, { input }) => sum + input, 0),
    outputTokens: tokens.reduce((sum, { output }) => sum + output, 0),
  }
}

/** What is expected is a value of the column's type, as any other. */
function readExpected(column: ColumnEntity, expected: CellValue): CellValue {
  if (expected === null || typeof expected !== 'string') return expected
  const parsed = COLUMN_TYPES[column.kind].parse(expected, column.settings)
  if (!parsed.ok) throw new Refused('bad_value', `“${expected.slice(0, 80)}” ${parsed.reason}.`, 'unprocessable')
  return parsed.value
}
