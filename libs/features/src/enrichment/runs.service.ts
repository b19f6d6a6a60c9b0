import type { Run } from '@enrichify/contracts'
import {
  ArchiveRepository,
  Database,
  isDuplicate,
  LedgerRepository,
  RunRepository,
  type ColumnEntity,
  type RunEntity,
  type Tx,
  type WebsetEntity,
} from '@enrichify/database'
import {
  BATCHES_IN_QUEUE,
  notFound,
  Refused,
  mayCost,
  type Principal,
  type RunMode,
  type RunPriority,
  type RunScope,
  type Scope,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { Outbox } from '../operations/outbox.ts'
import { ColumnTests } from '../trials/column-tests.ts'
import { RowsJournal } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunEnding } from './run-ending.ts'
import { RunEvents } from './run-events.ts'

export interface StartRun {
  columnIds?: string[] | undefined
  scope: RunScope
  maxPages: number
  mode?: RunMode
  /** Also cells whose inputs have not changed since they were answered. */
  again?: boolean
  /** Over columns whose plan has not passed its tests. */
  despiteTests?: boolean
  /** A wall for this run; null: only those of the webset and the month. */
  budgetMicros: number | null
  priority: RunPriority
}

/** What a run is about: which columns and which rows. */
@Injectable()
export class RunPlanner {
  constructor(
    private readonly journal: RowsJournal,
    private readonly archives: ArchiveRepository,
  ) {}

  /** A run over an archive that cannot be read would only burn its batches. */
  async demandArchive(tx: Tx, webset: WebsetEntity): Promise<void> {
    const archive = webset.archiveId ? await this.archives.find(tx, webset.archiveId) : null
    if (!archive || archive.state === 'ready') return
    const why =
      archive.state === 'failed'
        ? `The archive of this webset cannot be read. ${archive.message ?? ''} Choose another or detach it.`
        : 'The archive of this webset is still being read. Try again in a moment.'
    throw new Refused('archive_not_ready', why, 'conflict')
  }

  async columns(tx: Tx, websetId: string, columnIds: string[] | undefined): Promise<ColumnEntity[]> {
    const all = await this.journal.websets.listColumns(tx, websetId)
    const chosen = columnIds
      ? columnIds.map((id) => all.find((column) => column.id === id))
      : all.filter((column) => column.enrichment)
    if (chosen.some((column) => !column)) throw notFound('column')
    const columns = chosen.filter((column): column is ColumnEntity => Boolean(column))
    const plain = columns.find((column) => !column.enrichment)
    if (plain)
      throw new Refused(
        'not_an_enrichment',
        `“${plain.name}” asks no question. Choose columns that do.`,
        'unprocessable',
      )
    if (columns.length === 0)
      throw new Refused(
        'no_enrichment_columns',
        'This webset has no column that asks a question. Add one first.',
        'unprocessable',
      )
    return columns
  }
}

/** What a run may spend. */
@Injectable()
export class RunMoney {
  constructor(
    private readonly ledger: LedgerRepository,
    readonly ending: RunEnding,
  ) {}

  /** Nothing paid starts without a wall somewhere: its own, the webset's or the month's. */
  async openRun(
    tx: Tx,
    run: { runId: string; webset: WebsetEntity; columns: readonly ColumnEntity[]; budgetMicros: number | null },
  ): Promise<void> {
    const { runId, webset, columns, budgetMicros } = run
    const isPaid = columns.some((column) => mayCost(column.enrichment))
    if (!isPaid) return
    await this.ledger.setLimit(tx, 'run', runId, budgetMicros)
    if (budgetMicros !== null || webset.practice) return
    const walls = await this.ledger.meters(tx, [
      ['webset', webset.id],
      ['workspace_month', 'every'],
    ])
    if (!walls.some((meter) => meter.limitMicros !== null))
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

/** Runs as people start, watch and stop them. */
@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly websets: WebsetsService,
    private readonly planner: RunPlanner,
    private readonly outbox: Outbox,
    private readonly events: RunEvents,
    private readonly money: RunMoney,
    private readonly tests: ColumnTests,
  ) {}

  async start(principal: Principal, websetId: string, input: StartRun): Promise<Run> {
    demand(principal, 'enrichment.run')
    try {
      return await this.database.inScope(principal, async (tx) => {
        const webset = await this.websets.require(tx, websetId)
        await this.planner.demandArchive(tx, webset)
        const columns = await this.planner.columns(tx, websetId, input.columnIds)
        if (input.scope.kind === 'all' && !input.despiteTests) await this.tests.demandPassed(tx, columns)
        const name = `Run ${await this.runs.nextNumber(tx, websetId)}`
        const { scope, maxPages, budgetMicros, priority, mode = 'fill', again = false } = input
        const { id: runId, rows } = await this.runs.create(tx, {
          websetId,
          name,
          scope,
          columnIds: columns.map((column) => column.id),
          maxPages,
          budgetMicros,
          priority,
          mode,
          again,
          practice: webset.practice,
          createdBy: principal.userId,
        })
        if (rows === 0)
          throw new Refused(
            'nothing_to_do',
            'No row matches what this run asks for. Choose other rows.',
            'unprocessable',
          )
        await this.money.openRun(tx, { runId, webset, columns, budgetMicros })
        await this.#enqueue(tx, runId, priority, await this.runs.issue(tx, runId, BATCHES_IN_QUEUE[priority]))
        tx.afterCommit(() => this.events.started(tx.workspaceId, websetId, runId))
        return this.events.read(tx, (await this.runs.find(tx, runId))!)
      })
    } catch (error) {
      if (isDuplicate(error, 'runs_one_active'))
        throw new Refused(
          'run_active',
          'A run is already at work in this webset. Wait for it or cancel it.',
          'conflict',
        )
      throw error
    }
  }

  async list(principal: Principal, websetId: string, limit: number): Promise<Run[]> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      return this.events.readAll(tx, await this.runs.list(tx, websetId, limit))
    })
  }

  async get(principal: Principal, id: string): Promise<Run> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => this.events.read(tx, await this.#require(tx, id)))
  }

  pause(principal: Principal, id: string): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.transition(tx, run, 'pause')
    })
  }

  resume(principal: Principal, id: string): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.transition(tx, run, 'resume', null)
      await this.#enqueueOpen(tx, run)
    })
  }

  cancel(principal: Principal, id: string): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.transition(tx, run, 'cancel')
      await this.runs.cancelUnclaimed(tx, id)
      // A batch that a worker holds ends at its next row; with none held the run is over now.
      await this.money.ending.drain(tx, run)
    })
  }

  /** New jobs for the open batches of runs that the queue forgot. */
  async reissueForgotten(scope: Scope): Promise<number> {
    return this.database.inScope(scope, async (tx) => {
      let count = 0
      for (const run of await this.runs.activeRuns(tx)) {
        count += await this.#enqueueOpen(tx, run)
      }
      return count
    })
  }

  /** Budget and priority of a run that is at work: the next call and the next batch heed them. */
  change(
    principal: Principal,
    id: string,
    change: { budgetMicros?: number | null | undefined; priority?: RunPriority | undefined },
  ): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.setBudget(tx, run.id, change)
      if (change.budgetMicros !== undefined) await this.money.setRunBudget(tx, run.id, change.budgetMicros)
    })
  }

  async #change(principal: Principal, id: string, work: (tx: Tx, run: RunEntity) => Promise<void>): Promise<Run> {
    demand(principal, 'enrichment.run')
    return this.database.inScope(principal, async (tx) => {
      const run = await this.runs.lock(tx, id)
      if (!run) throw notFound('run')
      await work(tx, run)
      tx.afterCommit(() => this.events.changed(tx.workspaceId, id, { rows: true }))
      return this.events.read(tx, await this.#require(tx, id))
    })
  }

  async #require(tx: Tx, id: string): Promise<RunEntity> {
    const run = await this.runs.find(tx, id)
    if (!run) throw notFound('run')
    return run
  }

  /** What the queue should have of a run, anew; returns how many batches that is. */
  async #enqueueOpen(tx: Tx, run: RunEntity): Promise<number> {
    const known = await this.runs.reissue(tx, run.id)
    const more = await this.runs.issue(tx, run.id, Math.max(0, BATCHES_IN_QUEUE[run.priority] - known.length))
    await this.#enqueue(tx, run.id, run.priority, [...known, ...more])
    return known.length + more.length
  }

  async #enqueue(
    tx: Tx,
    runId: string,
    priority: RunPriority,
    batches: readonly { id: number; generation: number }[],
  ): Promise<void> {
    await this.outbox.enqueue(
      tx,
      batches.map(({ id, generation }) => ({
        name: 'enrichment.run-batch' as const,
        payload: { workspaceId: tx.workspaceId, runId, batchId: id, generation, priority },
      })),
    )
  }
}
