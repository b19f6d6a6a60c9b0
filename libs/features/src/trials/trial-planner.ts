import type { EnrichmentJson } from '@enrichify/contracts'
import {
  LedgerRepository,
  RowRepository,
  TrialRepository,
  type ColumnEntity,
  type TrialRow,
  type Tx,
} from '@enrichify/database'
import { mayCost, Refused, type Enrichment, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { goldHash } from '../enrichment/column-tests.ts'
import { planHash } from '../enrichment/row-plan.ts'
import { HeaderVault } from '../websets/header-vault.ts'
import { bindPlan } from '../websets/plan-column.ts'
import { WebsetsService } from '../websets/websets.service.ts'

export interface StartTrial {
  kind: TrialRow['kind']
  plans: (EnrichmentJson | null)[]
  rowIds?: number[] | undefined
  count: number
  budgetMicros: number | null
  storedOnly: boolean
}

/** What a trial is made of: the plans, the rows, the expected answers, and its budget. */
@Injectable()
export class TrialPlanner {
  constructor(
    private readonly websets: WebsetsService,
    private readonly trials: TrialRepository,
    private readonly rows: RowRepository,
    private readonly ledger: LedgerRepository,
    private readonly headers: HeaderVault,
  ) {}

  /** Returns the id of the trial. */
  async create(tx: Tx, principal: Principal, websetId: string, columnId: string, input: StartTrial): Promise<string> {
    const webset = await this.websets.require(tx, websetId)
    const column = await this.column(tx, websetId, columnId)
    const columns = await this.websets.columns(tx, websetId)
    const plans: Enrichment[] = []
    for (const plan of input.plans)
      plans.push(plan ? bindPlan(await this.headers.seal(tx, columns, plan), columns, column) : column.enrichment!)
    const gold = await this.trials.gold(tx, websetId, columnId)
    const rowIds =
      input.rowIds ??
      (input.kind === 'test'
        ? gold.map(({ rowId }) => rowId)
        : (await this.rows.page(tx, websetId, { filter: [], search: null }, new Map(), 0, input.count)).map(
            ({ id }) => id,
          ))
    if (rowIds.length === 0)
      throw new Refused(
        'nothing_to_try',
        input.kind === 'test'
          ? 'This column has no tests yet. Enter the expected answer for a few rows.'
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
    const id = await this.trials.create(tx, {
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
    await this.ledger.setLimit(tx, 'run', id, input.budgetMicros)
    return id
  }

  /** The column, if it asks a question. */
  async column(tx: Tx, websetId: string, columnId: string): Promise<ColumnEntity> {
    await this.websets.require(tx, websetId)
    const column = await this.websets.requireColumn(tx, websetId, columnId)
    if (!column.enrichment)
      throw new Refused('not_an_enrichment', `“${column.name}” asks no question.`, 'unprocessable')
    return column
  }
}
