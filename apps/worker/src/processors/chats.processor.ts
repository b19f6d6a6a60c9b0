import { JobHandlers, LOGGER, WORKER_LOCKS, type Logger } from '@enrichify/features'
import { Processor, WorkerHost } from '@nestjs/bullmq'
import { Inject } from '@nestjs/common'
import type { Job } from 'bullmq'
import { processJob } from './process-job.ts'

@Processor('chats', { ...WORKER_LOCKS, autorun: false })
export class ChatsProcessor extends WorkerHost {
  constructor(
    private readonly handlers: JobHandlers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super()
  }

  process(job: Job, token?: string, signal?: AbortSignal): Promise<void> {
    return processJob(this.handlers, this.logger, job, token, signal ?? new AbortController().signal)
  }
}
