import type { QUEUES } from '@enrichify/contracts'
import { JobHandlers, LOGGER, METRICS, WORKER_LOCKS, type Logger, type Metrics } from '@enrichify/features'
import { Processor, WorkerHost } from '@nestjs/bullmq'
import { Inject, type Type } from '@nestjs/common'
import type { Job } from 'bullmq'
import { processJob } from './process-job.ts'
import { watchJob } from './watch-job.ts'

/** The processor of one queue. All of them do the same: the job's name selects the handler. */
export function processorFor(queue: (typeof QUEUES)[number]): Type<WorkerHost> {
  @Processor(queue, { ...WORKER_LOCKS, autorun: false })
  class QueueProcessor extends WorkerHost {
    constructor(
      private readonly handlers: JobHandlers,
      @Inject(LOGGER) private readonly logger: Logger,
      @Inject(METRICS) private readonly metrics: Metrics,
    ) {
      super()
    }

    process(job: Job, token?: string, signal?: AbortSignal): Promise<void> {
      const work = () => processJob(this.handlers, this.logger, job, token, signal ?? new AbortController().signal)
      return watchJob(this.metrics, job, work)
    }
  }
  return QueueProcessor
}
