import type { QUEUES } from '@enrichify/contracts'
import {
  CONFIG,
  JobHandlers,
  LOGGER,
  METRICS,
  WORKER_LOCKS,
  type Config,
  type Logger,
  type Metrics,
} from '@enrichify/features'
import { Processor, WorkerHost } from '@nestjs/bullmq'
import { Inject, type Type } from '@nestjs/common'
import { DelayedError, type Job } from 'bullmq'
import { FairTurns, ROOM } from './fair-turns.ts'
import { processJob } from './process-job.ts'
import { watchJob } from './watch-job.ts'

/** When a job comes back whose holder has its share of the slots. */
const LATER_MS = 1000

interface OwnedJob {
  workspaceId: string
  userId?: string
}

/** Runs and exports take long, so their slots are shared. The other queues have short jobs. */
const SHARED: Partial<
  Record<(typeof QUEUES)[number], { holder: (job: OwnedJob) => string; turns: (concurrency: number) => FairTurns }>
> = {
  enrichment: {
    holder: ({ workspaceId }) => workspaceId,
    turns: (concurrency) => new FairTurns(concurrency),
  },
  exports: {
    holder: ({ userId, workspaceId }) => userId ?? workspaceId,
    turns: (concurrency) => new FairTurns(Math.max(1, Math.floor(concurrency / ROOM)), concurrency),
  },
}

export abstract class QueueHost extends WorkerHost {
  abstract start(): void
}

/** The processor of one queue. All of them do the same: the job's name selects the handler. */
export function processorFor(queue: (typeof QUEUES)[number]): Type<QueueHost> {
  const shared = SHARED[queue]

  @Processor(queue, { ...WORKER_LOCKS, autorun: false })
  class QueueProcessor extends QueueHost {
    readonly #concurrency: number
    readonly #turns: FairTurns | null

    constructor(
      private readonly handlers: JobHandlers,
      @Inject(LOGGER) private readonly logger: Logger,
      @Inject(METRICS) private readonly metrics: Metrics,
      @Inject(CONFIG) config: Config,
    ) {
      super()
      this.#concurrency = config.WORKER_CONCURRENCY
      this.#turns = shared?.turns(config.WORKER_CONCURRENCY) ?? null
    }

    start(): void {
      this.worker.concurrency = this.#turns?.slots ?? this.#concurrency
      void this.worker.run()
    }

    async process(job: Job, token?: string, signal = new AbortController().signal): Promise<void> {
      const work = () => watchJob(this.metrics, job, () => processJob(this.handlers, this.logger, job, token, signal))
      if (!shared || !this.#turns) return work()
      const leave = await this.#turns.take(shared.holder(job.data as OwnedJob), signal)
      if (!leave) {
        await job.moveToDelayed(Math.round(Date.now() + LATER_MS * (0.5 + Math.random())), token)
        throw new DelayedError()
      }
      try {
        await work()
      } finally {
        leave()
      }
    }
  }
  return QueueProcessor
}
