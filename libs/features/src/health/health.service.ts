import type { BrowserPool } from '@enrichify/collection'
import type { Health } from '@enrichify/contracts'
import { Database } from '@enrichify/database'
import {
  FileStorage,
  JobQueue,
  measure,
  overall,
  type Measured,
  type Metrics,
  type QueueConnection,
} from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { BROWSER, METRICS, QUEUE_CONNECTION } from '../core/tokens.ts'

const VERSION = '0.1.0'
const NOT_CONFIGURED: Measured = { status: 'not configured', latencyMs: null, optional: true }

/** What operations asks: health, readiness and metrics. */
@Injectable()
export class HealthService {
  constructor(
    private readonly database: Database,
    private readonly storage: FileStorage,
    private readonly queue: JobQueue,
    @Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection,
    @Inject(BROWSER) private readonly browser: BrowserPool | null,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  async check(): Promise<Health> {
    const usesRedis = this.connection.backend === 'redis'
    const [postgres, redis, queue, worker, storage, browser] = await Promise.all([
      measure(false, () => this.database.ping()),
      usesRedis ? measure(false, () => this.connection.ping()) : NOT_CONFIGURED,
      measure(false, async () => void (await this.queue.counts())),
      measure(true, async () => {
        if ((await this.queue.workers()) === 0)
          throw Object.assign(new Error('none'), { code: 'no worker is connected' })
      }),
      measure(false, () => this.storage.probe()),
      this.browser ? measure(true, async () => assertUsable(this.browser!)) : NOT_CONFIGURED,
    ])
    const parts = { postgres, redis, queue, worker, storage, browser }
    return { status: overall(parts), version: VERSION, parts }
  }

  /** Ready to take requests: the parts that every request needs are up. */
  async isReady(): Promise<boolean> {
    return (await measure(false, () => this.database.ping())).status === 'up'
  }

  async metricsText(): Promise<{ type: string; text: string }> {
    const counts = await this.queue.counts().catch((): Record<string, Record<string, number>> => ({}))
    for (const [queue, states] of Object.entries(counts))
      for (const [state, count] of Object.entries(states)) this.metrics.jobs.set({ queue, state }, count)
    return { type: this.metrics.registry.contentType, text: await this.metrics.registry.metrics() }
  }
}

/**
 * The browser starts with the first page that needs it. Until then, all we can ask is whether it failed to start
 * before.
 */
function assertUsable(browser: BrowserPool): void {
  if (browser.status().state === 'unavailable')
    throw Object.assign(new Error('unavailable'), { code: 'no usable Chromium' })
}
