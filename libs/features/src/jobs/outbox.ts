import type { JobName, JobPayload } from '@enrichify/contracts'
import { Database, isTransient, OperationsRepository, type Tx } from '@enrichify/database'
import { crashPoint, currentRequestId, JobQueue, type Logger } from '@enrichify/platform'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { LOGGER } from '../core/tokens.ts'

/** Where jobs of the outbox go: the queue of the servers, or the command line's own loop. */
export abstract class JobSink {
  abstract add<N extends JobName>(jobs: { name: N; payload: JobPayload<N> }[]): Promise<void>
}

@Injectable()
export class QueueSink extends JobSink {
  constructor(private readonly queue: JobQueue) {
    super()
  }
  add<N extends JobName>(jobs: { name: N; payload: JobPayload<N> }[]): Promise<void> {
    return this.queue.add(jobs)
  }
}

const POLL_MS = 1000

/**
 * A job is queued only after the commit: it is a row first, and goes to the queue afterwards. After a crash between
 * two commits a job may reach the queue twice. Dedupe keys and the rows make that harmless.
 */
@Injectable()
export class Outbox implements OnModuleDestroy {
  #timer: NodeJS.Timeout | null = null
  #draining: Promise<void> | null = null
  #again = false

  constructor(
    private readonly database: Database,
    private readonly operations: OperationsRepository,
    private readonly sink: JobSink,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async enqueue<N extends JobName>(tx: Tx, jobs: { name: N; payload: JobPayload<N> }[]): Promise<void> {
    if (jobs.length === 0) return
    const requestId = currentRequestId()
    await this.operations.enqueue(
      tx,
      jobs.map(({ name, payload }) => ({ name, payload: { ...payload, requestId } })),
    )
    tx.afterCommit(() => void this.drain())
  }

  /** Keeps looking for jobs that another process left behind when it died. */
  watch(): void {
    this.#timer ??= setInterval(() => void this.drain(), POLL_MS)
  }

  /** Moves all jobs from the outbox to the queue. Calls at the same time share one pass and request one more. */
  drain(): Promise<void> {
    if (this.#draining) {
      this.#again = true
      return this.#draining
    }
    this.#draining = this.#drain().finally(() => (this.#draining = null))
    return this.#draining
  }

  async #drain(): Promise<void> {
    try {
      for (;;) {
        this.#again = false
        const moved = await this.database.inSystem(async (tx) => {
          const jobs = await this.operations.takeOutbox(tx, 500)
          if (jobs.length === 0) return 0
          crashPoint('outbox_before_add')
          await this.sink.add(jobs)
          crashPoint('outbox_after_add')
          return jobs.length
        })
        if (moved === 0 && !this.#again) return
      }
    } catch (error) {
      // The rows are still there, and the next pass takes them.
      if (!isTransient(error)) this.logger.error({ err: error }, 'The outbox could not be moved to the queue')
    }
  }

  async onModuleDestroy(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#draining
  }
}
