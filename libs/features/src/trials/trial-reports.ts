import type { Trial } from '@enrichify/contracts'
import { SpendingRepository, type StoredTrialAnswer, type TrialRow, type Tx } from '@enrichify/database'
import { sameAnswer } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { ColumnTests } from '../enrichment/column-tests.ts'

/** A trial as people see it: each answer beside the expected one, and a summary of each plan. */
@Injectable()
export class TrialReports {
  constructor(
    private readonly tests: ColumnTests,
    private readonly spending: SpendingRepository,
  ) {}

  async present(tx: Tx, trial: TrialRow): Promise<Trial> {
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
    const money = (await this.spending.runs(tx, [trial.id])).get(trial.id)
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
