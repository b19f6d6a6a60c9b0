import type { Run } from '@enrichify/contracts'
import {
  AccountsRepository,
  Database,
  RunRepository,
  SpendingRepository,
  type RunEntity,
  type Tx,
} from '@enrichify/database'
import { Injectable, type OnModuleDestroy } from '@nestjs/common'
import { LiveService } from '../live/live.service.ts'
import { presentRun } from './present-run.ts'

const PUBLISH_MS = 250

/** Reads runs with their progress, and notifies watchers a few times a second at most. */
@Injectable()
export class RunEvents implements OnModuleDestroy {
  readonly #due = new Map<string, NodeJS.Timeout>()

  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly accounts: AccountsRepository,
    private readonly live: LiveService,
    private readonly spending: SpendingRepository,
  ) {}

  async read(tx: Tx, run: RunEntity): Promise<Run> {
    return (await this.readAll(tx, [run]))[0]!
  }

  async readAll(tx: Tx, runs: readonly RunEntity[]): Promise<Run[]> {
    const progress = await this.runs.progress(
      tx,
      runs.map((run) => run.id),
    )
    const names = new Map(
      (await this.accounts.listMembers(tx, tx.workspaceId)).map((member) => [member.userId, member.name]),
    )
    const money = await this.spending.runs(
      tx,
      runs.map((run) => run.id),
    )
    const working = runs.filter(({ state }) => state === 'queued' || state === 'running')
    const waiting = new Map(
      (working.length
        ? await this.spending.waiting(
            tx,
            working.map((run) => run.id),
          )
        : []
      ).map((service) => [service.runId, service]),
    )
    return runs.map((run) =>
      presentRun(run, {
        progress: progress.get(run.id),
        money: money.get(run.id),
        waiting: waiting.get(run.id),
        createdBy: names.get(run.createdBy) ?? 'A former member',
      }),
    )
  }

  started(workspaceId: string, runId: string): void {
    this.changed(workspaceId, runId, { rows: true })
  }

  /** `rows`: other cells wait for the run now, so clients read their windows again. */
  changed(workspaceId: string, runId: string, { rows = false }: { rows?: boolean } = {}): void {
    if (rows) void this.#publish(workspaceId, runId, true)
    else if (!this.#due.has(runId))
      this.#due.set(
        runId,
        setTimeout(() => void this.#publish(workspaceId, runId, false), PUBLISH_MS),
      )
  }

  async #publish(workspaceId: string, runId: string, rows: boolean): Promise<void> {
    clearTimeout(this.#due.get(runId))
    this.#due.delete(runId)
    // Watching is optional: a database that is away for a moment must not fail the work that is watched.
    await this.database
      .inScope({ workspaceId }, async (tx) => {
        const run = await this.runs.find(tx, runId)
        if (!run) return
        const presented = await this.read(tx, run)
        tx.afterCommit(() => this.live.runUpdated(workspaceId, presented, rows))
      })
      .catch(() => {})
  }

  onModuleDestroy(): void {
    for (const timer of this.#due.values()) clearTimeout(timer)
  }
}
