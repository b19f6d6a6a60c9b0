import { JobQueue } from '@enrichify/platform'
import { Module } from '@nestjs/common'
import { LocalJobs } from './local-jobs.ts'
import { JobSink, Outbox, QueueSink } from './outbox.ts'

/** Jobs are rows first and then go to the queue. A process without a queue runs them itself. */
@Module({
  providers: [
    Outbox,
    LocalJobs,
    {
      provide: JobSink,
      inject: [LocalJobs, { token: JobQueue, optional: true }],
      useFactory: (local: LocalJobs, queue?: JobQueue) => (queue ? new QueueSink(queue) : local),
    },
  ],
  exports: [Outbox, LocalJobs],
})
export class JobsModule {}
