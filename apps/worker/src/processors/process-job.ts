import { JOBS, type JobName } from '@enrichify/contracts'
import { GivenUp, RateLimited } from '@enrichify/domain'
import { JobHandlers, isTransient, type Logger } from '@enrichify/features'
import { DelayedError, UnrecoverableError, type Job } from 'bullmq'

/** Every processor's body: parse, call one use case, translate the error for the queue. */
export async function processJob(
  handlers: JobHandlers,
  logger: Logger,
  job: Job,
  token: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    await handlers.run(job.name, job.data, signal)
  } catch (error) {
    if (error instanceof RateLimited) {
      // Runs again later; this costs no attempt.
      // The queue takes whole milliseconds only, and some services ask for parts of one.
      await job.moveToDelayed(Math.ceil(error.until), token)
      throw new DelayedError()
    }
    const attempts = JOBS[job.name as JobName]?.attempts ?? 1
    const isLast = error instanceof GivenUp || job.attemptsMade + 1 >= attempts
    logger.warn(
      {
        job: job.name,
        attempt: job.attemptsMade + 1,
        transient: isTransient(error),
        ...(isTransient(error) ? {} : { err: error }),
      },
      isLast ? 'A job was given up' : 'A job failed and will be tried again',
    )
    if (!isLast) throw error
    await handlers.giveUp(job.name, job.data, error)
    throw new UnrecoverableError(error instanceof Error ? error.message : 'given up')
  }
}
