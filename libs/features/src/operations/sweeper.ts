import { AccountsRepository, Database, LedgerRepository, OperationsRepository } from '@enrichify/database'
import { JobQueue, type Config, type Logger } from '@enrichify/platform'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { RunsService } from '../enrichment/runs.service.ts'
import { ExportRunner } from '../exports/exports.service.ts'
import { CONFIG, LOGGER } from '../tokens.ts'
import { Outbox } from './outbox.ts'

const FORGOTTEN_MS = 10_000
const TIDY_MS = 60_000
/** A run fills its tables faster than autovacuum looks at them. */
const FRESHEN_MS = 3000

/** The sweeper's hands. A chore that fails is done by the next round. */
@Injectable()
export class Chores {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationsRepository,
    private readonly exports: ExportRunner,
    private readonly ledger: LedgerRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  removeExpired(workspaceId: string): Promise<void> {
    return this.exports.removeExpired(workspaceId)
  }

  /** Calls whose worker died and whose run never came back to them: shown as uncertain, or freed. */
  async closeOrphans(workspaceId: string): Promise<void> {
    await this.database.inScope({ workspaceId }, (tx) =>
      this.ledger.closeOrphans(tx, 2 * this.config.PROVIDER_TIMEOUT_SECONDS),
    )
  }

  async freshenStatistics(): Promise<void> {
    await this.database.inSystem((tx) => this.operations.freshenStatistics(tx))
  }

  sweep(): Promise<void> {
    return this.database.inSystem((tx) => this.operations.sweep(tx))
  }

  async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.logger.warn({ code: (error as { code?: string }).code }, 'A sweep was left for the next round')
    }
  }
}

/** What a worker does between jobs: empties the outbox, revives runs that the queue forgot, removes what is past its time. */
@Injectable()
export class Sweeper implements OnModuleDestroy {
  readonly #timers: NodeJS.Timeout[] = []
  #queueWasEmpty = false

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly queue: JobQueue,
    private readonly runs: RunsService,
    private readonly outbox: Outbox,
    private readonly chores: Chores,
  ) {}

  start(): void {
    this.outbox.watch()
    this.#timers.push(
      setInterval(() => void this.#revive(), FORGOTTEN_MS),
      setInterval(() => void this.#tidy(), TIDY_MS),
      setInterval(() => void this.chores.guarded(() => this.chores.freshenStatistics()), FRESHEN_MS),
    )
  }

  /** Open batches whose jobs are nowhere (a queue that lost its data) get new ones. Only a queue seen empty twice has forgotten them. */
  async #revive(): Promise<void> {
    await this.chores.guarded(async () => {
      const { enrichment } = await this.queue.counts()
      const isEmpty = Object.entries(enrichment ?? {}).every(([state, count]) => state === 'failed' || count === 0)
      if (isEmpty && this.#queueWasEmpty)
        for (const workspaceId of await this.#workspaces()) await this.runs.reissueForgotten({ workspaceId })
      this.#queueWasEmpty = isEmpty
    })
  }

  async #tidy(): Promise<void> {
    await this.chores.guarded(async () => {
      for (const workspaceId of await this.#workspaces()) {
        await this.chores.removeExpired(workspaceId)
        await this.chores.closeOrphans(workspaceId)
      }
      await this.chores.sweep()
    })
  }

  #workspaces(): Promise<string[]> {
    return this.database.inSystem((tx) => this.accounts.listWorkspaceIds(tx))
  }

  onModuleDestroy(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }
}
