import { randomUUID } from 'node:crypto'
import { withRequestId, type Metrics } from '@enrichify/features'
import { DelayedError, type Job } from 'bullmq'

/** Times a try of a job. All that it logs names the request that asked for it. */
export async function watchJob(
  metrics: Pick<Metrics, 'jobSeconds'>,
  job: Pick<Job, 'name' | 'data'>,
  work: () => Promise<void>,
): Promise<void> {
  const { requestId } = job.data as { requestId?: unknown }
  const time = metrics.jobSeconds.startTimer({ job: job.name })
  try {
    // Work that no request asked for gets an id of its own, so that its lines are found together too.
    await withRequestId(typeof requestId === 'string' ? requestId : randomUUID(), work)
    time({ outcome: 'done' })
  } catch (error) {
    time({ outcome: error instanceof DelayedError ? 'delayed' : 'failed' })
    throw error
  }
}
