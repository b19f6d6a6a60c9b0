import type { Run } from '@enrichify/contracts'
import { Database, isDuplicate, RunRepository, type RunEntity, type Tx } from '@enrichify/database'
import { notFound, Refused, type Principal, type RunPriority, type Scope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { RunBatches } from './run-batches.ts'
import { RunBudget } from './run-budget.ts'
import { RunEvents } from './run-events.ts'
import { RunPlanner, type StartRun } from './run-planner.ts'

/** Runs as people start, watch and stop them. */
@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly planner: RunPlanner,
    private readonly batches: RunBatches,
    private readonly events: RunEvents,
    private readonly budget: RunBudget,
  ) {}

  async start(principal: Principal, websetId: string, input: StartRun): Promise<Run> {
    requirePermission(principal, 'enrichment.run')
    try {
      return await this.database.inScope(principal, async (tx) => {
        const { webset, columns, all, chosen } = await this.planner.plan(tx, websetId, input)
        const name = `Run ${await this.runs.nextNumber(tx, websetId)}`
        const { scope, maxPages, budgetMicros, priority, mode = 'fill', again = false, fillEmptied = false } = input
        const { id: runId, rows } = await this.runs.create(tx, {
          websetId,
          name,
          scope,
          chosen,
          columnIds: columns.map((column) => column.id),
          plan: all,
          maxPages,
          budgetMicros,
          priority,
          mode,
          again,
          fillEmptied,
          practice: webset.practice,
          createdBy: principal.userId,
        })
        if (rows === 0)
          throw new Refused(
            'nothing_to_do',
            'No row matches what this run asks for. Choose other rows.',
            'unprocessable',
          )
        await this.budget.openRun(tx, { runId, webset, columns, budgetMicros })
        await this.batches.issue(tx, { id: runId, priority })
        tx.afterCommit(() => this.events.started(tx.workspaceId, runId))
        return tx.reply(await this.events.read(tx, (await this.runs.find(tx, runId))!))
      })
    } catch (error) {
      if (isDuplicate(error, 'runs_one_active'))
        throw new Refused('run_active', 'A run is already active in this webset. Wait for it or cancel it.', 'conflict')
      throw error
    }
  }

  async list(principal: Principal, websetId: string, limit: number): Promise<Run[]> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.planner.webset(tx, websetId)
      return this.events.readAll(tx, await this.runs.list(tx, websetId, limit))
    })
  }

  async get(principal: Principal, id: string): Promise<Run> {
    requirePermission(principal, 'websets.read')
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
      await this.batches.reissue(tx, run)
    })
  }

  cancel(principal: Principal, id: string): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.transition(tx, run, 'cancel')
      await this.runs.cancelUnclaimed(tx, id)
      // A batch that a worker has leased ends at its next row. With no leased batch, the run is over now.
      await this.batches.drain(tx, run)
    })
  }

  /** New jobs for the open batches of runs that the queue lost. */
  async reissueForgotten(scope: Scope): Promise<number> {
    return this.database.inScope(scope, async (tx) => {
      let count = 0
      for (const run of await this.runs.activeRuns(tx)) {
        count += await this.batches.reissue(tx, run)
      }
      return count
    })
  }

  /** Budget and priority of an active run. They apply from the next call and the next batch. */
  change(
    principal: Principal,
    id: string,
    change: { budgetMicros?: number | null | undefined; priority?: RunPriority | undefined },
  ): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.setBudget(tx, run.id, change)
      if (change.budgetMicros !== undefined) await this.budget.setRunBudget(tx, run.id, change.budgetMicros)
    })
  }

  async #change(principal: Principal, id: string, work: (tx: Tx, run: RunEntity) => Promise<void>): Promise<Run> {
    requirePermission(principal, 'enrichment.run')
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
}
