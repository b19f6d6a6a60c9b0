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
import { FairTurns } from './fair-turns.ts'
import { processJob } from './process-job.ts'
import { watchJob } from './watch-job.ts'

/** When a job comes back whose workspace holds its share of the slots. */
const LATER_MS = 1000

export abstract class QueueHost extends WorkerHost {
  abstract start(): void
}

/** The processor of one queue. All of them do the same: the job's name selects the handler. */
export function processorFor(queue: (typeof QUEUES)[number]): Type<QueueHost> {
  @Processor(queue, { ...WORKER_LOCKS, autorun: false })
  class QueueProcessor extends QueueHost {
    readonly #turns: FairTurns

    constructor(
      private readonly handlers: JobHandlers,
      @Inject(LOGGER) private readonly logger: Logger,
      @Inject(METRICS) private readonly metrics: Metrics,
      @Inject(CONFIG) config: Config,
    ) {
      super()
      this.#turns = new FairTurns(config.WORKER_CONCURRENCY)
    }

    /** Runs take long, so their slots are shared. The other queues have short jobs. */
    start(): void {
      this.worker.concurrency = queue === 'enrichment' ? this.#turns.slots : this.#turns.places
      void this.worker.run()
    }

    async process(job: Job, token?: string, signal = new AbortController().signal): Promise<void> {
      const work = () => watchJob(this.metrics, job, () => processJob(this.handlers, this.logger, job, token, signal))
      if (queue !== 'enrichment') return work()
      const leave = await this.#turns.take((job.data as { workspaceId: string }).workspaceId, signal)
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
