import type { Trial } from '@enrichify/contracts'
import { Database, TrialRepository, type TrialRow, type Tx } from '@enrichify/database'
import { notFound, Refused, type CellValue, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { ColumnTests, type ColumnTestResults } from '../enrichment/column-tests.ts'
import { Outbox } from '../jobs/outbox.ts'
import { TrialPlanner, type StartTrial } from './trial-planner.ts'
import { TrialReports } from './trial-reports.ts'

/** Columns as they would answer: tests, comparisons, trials of a single plan. None of it is written into the sheet. */
@Injectable()
export class TrialsService {
  constructor(
    private readonly database: Database,
    private readonly trials: TrialRepository,
    private readonly planner: TrialPlanner,
    private readonly tests: ColumnTests,
    private readonly reports: TrialReports,
    private readonly outbox: Outbox,
  ) {}

  async columnTests(principal: Principal, websetId: string, columnId: string): Promise<ColumnTestResults> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) =>
      this.tests.results(tx, await this.planner.column(tx, websetId, columnId)),
    )
  }

  async setTests(
    principal: Principal,
    websetId: string,
    columnId: string,
    rows: { rowId: number; expected: CellValue }[],
  ): Promise<ColumnTestResults> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      const column = await this.planner.column(tx, websetId, columnId)
      await this.tests.set(tx, column, principal.userId, rows)
      return this.tests.results(tx, column)
    })
  }

  async start(principal: Principal, websetId: string, columnId: string, input: StartTrial): Promise<Trial> {
    requirePermission(principal, 'enrichment.run')
    if (input.kind === 'compare' && input.plans.length !== 2)
      throw new Refused('two_plans', 'A comparison needs two plans.', 'unprocessable')
    return this.database.inScope(principal, async (tx) => {
      const id = await this.planner.create(tx, principal, websetId, columnId, input)
      await this.outbox.enqueue(tx, [
        { name: 'enrichment.run-trial', payload: { workspaceId: tx.workspaceId, trialId: id } },
      ])
      return tx.reply(await this.reports.present(tx, (await this.trials.find(tx, id))!))
    })
  }

  async get(principal: Principal, id: string): Promise<Trial> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => this.reports.present(tx, await this.#require(tx, id)))
  }

  async cancel(principal: Principal, id: string): Promise<Trial> {
    requirePermission(principal, 'enrichment.run')
    return this.database.inScope(principal, async (tx) => {
      await this.#require(tx, id)
      await this.trials.finish(tx, id, 'cancelled', null, null)
      return this.reports.present(tx, await this.#require(tx, id))
    })
  }

  async #require(tx: Tx, id: string): Promise<TrialRow> {
    const found = await this.trials.find(tx, id)
    if (!found) throw notFound('trial')
    return found
  }
}
