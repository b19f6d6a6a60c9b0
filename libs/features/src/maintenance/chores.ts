import {
  AccountsRepository,
  Database,
  LedgerRepository,
  OperationsRepository,
  ProcessRepository,
  ViewOrderRepository,
} from '@enrichify/database'
import type { Scope } from '@enrichify/domain'
import { JobQueue, type Config } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { ProcessLife } from '../core/process-life.ts'
import { CONFIG } from '../core/tokens.ts'
import { RunsService } from '../enrichment/runs.service.ts'
import { ExportRunner } from '../exports/export-runner.ts'
import { ImportsService } from '../imports/imports.service.ts'
import { HeaderVault } from '../websets/header-vault.ts'

/** A task that is done at an interval. If it fails, the next round does it. */
export interface Chore {
  name: string
  everyMs: number
  run(): Promise<void>
}

/** Work that is done for one workspace after another. */
@Injectable()
export class EachWorkspace {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
  ) {}

  async do(work: (scope: Scope) => Promise<unknown>): Promise<void> {
    for (const workspaceId of await this.database.inSystem((tx) => this.accounts.listWorkspaceIds(tx)))
      await work({ workspaceId })
  }
}

/** Open batches whose jobs are lost (the queue lost its data) get new ones. */
@Injectable()
export class ReviveRuns implements Chore {
  readonly name = 'revive runs'
  readonly everyMs = 10_000
  #queueWasEmpty = false

  constructor(
    private readonly workspaces: EachWorkspace,
    private readonly queue: JobQueue,
    private readonly runs: RunsService,
  ) {}

  async run(): Promise<void> {
    const { enrichment } = await this.queue.counts()
    const isEmpty = Object.entries(enrichment ?? {}).every(([state, count]) => state === 'failed' || count === 0)
    // Only a queue that was empty twice in a row has lost them.
    if (isEmpty && this.#queueWasEmpty) await this.workspaces.do((scope) => this.runs.reissueForgotten(scope))
    this.#queueWasEmpty = isEmpty
  }
}

@Injectable()
export class RemoveExpiredExports implements Chore {
  readonly name = 'remove expired exports'
  readonly everyMs = 60_000

  constructor(
    private readonly workspaces: EachWorkspace,
    private readonly exports: ExportRunner,
  ) {}

  run(): Promise<void> {
    return this.workspaces.do(({ workspaceId }) => this.exports.removeExpired(workspaceId))
  }
}

@Injectable()
export class RemoveStaleUploads implements Chore {
  readonly name = 'remove stale uploads'
  readonly everyMs = 60_000

  constructor(
    private readonly workspaces: EachWorkspace,
    private readonly imports: ImportsService,
  ) {}

  run(): Promise<void> {
    return this.workspaces.do((scope) => this.imports.removeStaleUploads(scope))
  }
}

/** How many rounds there are between two that look at the age of all calls. */
const ROUNDS_OF_AGE = 30

/** Calls whose process died: shown as uncertain, or released. Those that no one holds are found by their age. */
@Injectable()
export class CloseOrphanedCalls implements Chore {
  readonly name = 'close orphaned calls'
  readonly everyMs = 2000
  #rounds = 0

  constructor(
    private readonly workspaces: EachWorkspace,
    private readonly database: Database,
    private readonly ledger: LedgerRepository,
    private readonly processes: ProcessRepository,
    private readonly life: ProcessLife,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run(): Promise<void> {
    await this.life.begin()
    const gone = this.life.isSteady ? await this.database.inSystem((tx) => this.processes.gone(tx)) : []
    const isRound = this.#rounds++ % ROUNDS_OF_AGE === 0
    if (gone.length === 0 && !isRound) return
    const seconds = 2 * this.config.PROVIDER_TIMEOUT_SECONDS
    await this.workspaces.do((scope) => this.database.inScope(scope, (tx) => this.ledger.closeOrphans(tx, seconds)))
    for (const id of gone) await this.database.inSystem((tx) => this.processes.end(tx, id))
  }
}

/** Values of headers that were stored before they were sealed. New ones never are, so this is done once. */
@Injectable()
export class SealHeaders implements Chore {
  readonly name = 'seal headers'
  readonly everyMs = 2000
  #isDone = false

  constructor(
    private readonly workspaces: EachWorkspace,
    private readonly database: Database,
    private readonly headers: HeaderVault,
  ) {}

  async run(): Promise<void> {
    if (this.#isDone) return
    await this.workspaces.do((scope) => this.database.inScope(scope, (tx) => this.headers.sealStored(tx)))
    this.#isDone = true
  }
}

/** Used keys, old limits, finished jobs: everything in the plumbing's tables that has expired. */
@Injectable()
export class SweepTables implements Chore {
  readonly name = 'sweep tables'
  readonly everyMs = 60_000

  constructor(
    private readonly workspaces: EachWorkspace,
    private readonly database: Database,
    private readonly operations: OperationsRepository,
  ) {}

  async run(): Promise<void> {
    await this.database.inSystem((tx) => this.operations.sweep(tx))
    await this.workspaces.do((scope) => this.database.inScope(scope, (tx) => this.operations.sweepKeys(tx)))
  }
}

/** Orders of views that were not read for a day, and those that a workspace has too many of. */
@Injectable()
export class SweepOrders implements Chore {
  readonly name = 'sweep orders'
  readonly everyMs = 60_000

  constructor(
    private readonly workspaces: EachWorkspace,
    private readonly database: Database,
    private readonly orders: ViewOrderRepository,
  ) {}

  run(): Promise<void> {
    return this.workspaces.do((scope) => this.database.inScope(scope, (tx) => this.orders.evict(tx)))
  }
}

/** A run fills its tables faster than autovacuum checks them. */
@Injectable()
export class FreshenStatistics implements Chore {
  readonly name = 'freshen statistics'
  readonly everyMs = 3000

  constructor(
    private readonly database: Database,
    private readonly operations: OperationsRepository,
  ) {}

  async run(): Promise<void> {
    await this.database.inSystem((tx) => this.operations.freshenStatistics(tx))
  }
}

/** One line per chore. */
export const CHORE_CLASSES = [
  ReviveRuns,
  RemoveExpiredExports,
  RemoveStaleUploads,
  CloseOrphanedCalls,
  SealHeaders,
  SweepTables,
  SweepOrders,
  FreshenStatistics,
]
export const CHORES = Symbol('Chores')
