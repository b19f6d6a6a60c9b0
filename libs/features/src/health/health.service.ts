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
import { METRICS, QUEUE_CONNECTION } from '../core/tokens.ts'
import { BrowserStarts } from '../pages/browser-starts.ts'

const VERSION = '0.1.0'
const MEGABYTE = 1024 * 1024
/** An import, an export and the log of the database need about so much. */
const LITTLE_ROOM = 256 * MEGABYTE
/** How long a refused write is news. Someone who made room sees it after a minute. */
const FULL_DISK_MS = 60_000
const NOT_CONFIGURED: Measured = { status: 'not configured', latencyMs: null, optional: true }
const NOT_TRIED: Measured = { status: 'not tried', latencyMs: null, optional: true, message: 'not tried yet' }

/** What operations asks: health, readiness and metrics. */
@Injectable()
export class HealthService {
  constructor(
    private readonly database: Database,
    private readonly storage: FileStorage,
    private readonly queue: JobQueue,
    @Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection,
    private readonly starts: BrowserStarts,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  async check(): Promise<Health> {
    const usesRedis = this.connection.backend === 'redis'
    const [postgres, redis, queue, worker, storage, disk, browser] = await Promise.all([
      measure(false, () => this.#database()),
      usesRedis ? measure(false, () => this.connection.ping()) : NOT_CONFIGURED,
      measure(false, async () => void (await this.queue.counts())),
      measure(true, async () => {
        if ((await this.queue.workers()) === 0) throw down('no worker is connected')
      }),
      measure(false, () => this.storage.probe()),
      measure(true, () => this.#disk()),
      this.#browser(),
    ])
    const parts = { postgres, redis, queue, worker, storage, disk, browser }
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
    for (const [state, count] of Object.entries(this.database.connections))
      this.metrics.connections.set({ state }, count)
    return { type: this.metrics.registry.contentType, text: await this.metrics.registry.metrics() }
  }

  async #database(): Promise<void> {
    await this.database.ping()
    if (this.database.metFullDisk(FULL_DISK_MS)) throw down('its disk is full')
  }

  async #disk(): Promise<void> {
    const room = await this.storage.room()
    if (room < LITTLE_ROOM) throw down(`only ${Math.floor(room / MEGABYTE)} MB are free in the data folder`)
  }

  /** It starts with the first page that needs it. To start it for each question would cost more than it tells. */
  async #browser(): Promise<Measured> {
    if (!this.starts.isUsed) return NOT_CONFIGURED
    const last = await this.starts.last().catch(() => null)
    if (!last) return NOT_TRIED
    return measure(true, async () => {
      if (!last.ok) throw down(`Chromium did not start at ${last.at}`)
    })
  }
}

/** What `measure` tells anyone of a part that is down. */
const down = (message: string): Error => Object.assign(new Error('down'), { code: message })
