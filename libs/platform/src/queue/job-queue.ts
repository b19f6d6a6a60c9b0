import { JOBS, QUEUES, type JobName, type JobPayload, type QueueName } from '@enrichify/contracts'
import { Queue } from 'bullmq'
import type { QueueConnection } from './queue-connection.ts'

/** Puts jobs on their queues by the one table of jobs. Adding a job twice with the same dedupe key adds it once. */
export class JobQueue {
  readonly #queues: Map<QueueName, Queue>
  constructor(connection: QueueConnection, onError: (error: Error) => void) {
    this.#queues = new Map(
      QUEUES.map((name) => {
        const queue = new Queue(name, { connection: connection.options })
        queue.on('error', onError)
        return [name, queue]
      }),
    )
  }

  async add<N extends JobName>(jobs: { name: N; payload: JobPayload<N> }[]): Promise<void> {
    const byQueue = new Map<QueueName, Parameters<Queue['addBulk']>[0]>()
    for (const { name, payload } of jobs) {
      const definition = JOBS[name]
      const list = byQueue.get(definition.queue as QueueName) ?? []
      const jobId = `${name}:${definition.dedupeKey(payload as never)}`.replaceAll(':', '_')
      const priority =
        'priority' in definition
          ? { priority: (definition as { priority: (payload: never) => number }).priority(payload as never) }
          : {}
      list.push({
        name,
        data: payload,
        opts: {
          jobId,
          ...priority,
          attempts: definition.attempts,
          backoff: { type: 'exponential', delay: definition.backoffMs, jitter: 0.5 },
          removeOnComplete: { age: 3600, count: 1000 },
          removeOnFail: { age: 24 * 3600, count: 1000 },
        },
      })
      byQueue.set(definition.queue as QueueName, list)
    }
    for (const [name, list] of byQueue) await this.#queues.get(name)!.addBulk(list)
  }

  /** Waiting (with a priority or without), active, delayed and failed jobs per queue. */
  async counts(): Promise<Record<string, Record<string, number>>> {
    const out: Record<string, Record<string, number>> = {}
    for (const [name, queue] of this.#queues)
      out[name] = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed')
    return out
  }

  /** How many worker processes are connected to the queue of runs. */
  async workers(): Promise<number> {
    return this.#queues.get('enrichment')!.getWorkersCount()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()))
  }
}
