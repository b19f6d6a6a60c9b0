import type { JobName, JobPayload } from '@enrichify/contracts'
import { GivenUp, RateLimited } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { ModuleRef } from '@nestjs/core'
import { JobRunner } from './job-runner.ts'
import { JobSink, Outbox } from './outbox.ts'

const CONCURRENCY = 4

/**
 * The queue of a process that runs alone (the command line): jobs run here, a few at a time, and the process waits for
 * them.
 */
@Injectable()
export class LocalJobs extends JobSink {
  readonly #waiting: { name: JobName; payload: unknown }[] = []
  #running = 0
  #idle: (() => void)[] = []
  readonly #abort = new AbortController()

  constructor(private readonly modules: ModuleRef) {
    super()
  }

  async add<N extends JobName>(jobs: { name: N; payload: JobPayload<N> }[]): Promise<void> {
    this.#waiting.push(...jobs)
    // After the caller's commit, not inside its transaction.
    setImmediate(() => this.#pump())
  }

  /** Resolves when no job waits or runs, here or in the outbox. */
  async idle(): Promise<void> {
    await this.modules.get(Outbox, { strict: false }).drain()
    if (this.#running === 0 && this.#waiting.length === 0) return
    await new Promise<void>((done) => this.#idle.push(done))
    await this.idle()
  }

  abort(): void {
    this.#abort.abort(new Error('Interrupted'))
    this.#waiting.length = 0
  }

  #pump(): void {
    while (this.#running < CONCURRENCY) {
      const job = this.#waiting.shift()
      if (!job) break
      this.#running++
      void this.#run(job).finally(() => {
        this.#running--
        this.#pump()
      })
    }
    if (this.#running === 0 && this.#waiting.length === 0) for (const done of this.#idle.splice(0)) done()
  }

  async #run({ name, payload }: { name: JobName; payload: unknown }): Promise<void> {
    const handlers = this.modules.get(JobRunner, { strict: false })
    for (let attempt = 1; ; attempt++) {
      try {
        return await handlers.run(name, payload, this.#abort.signal)
      } catch (error) {
        if (this.#abort.signal.aborted) return
        if (error instanceof RateLimited) {
          // Waiting costs no attempt.
          attempt--
          await new Promise((done) => setTimeout(done, Math.max(0, error.until - Date.now())))
          continue
        }
        if (error instanceof GivenUp || attempt >= 3) return await handlers.giveUp(name, payload, error).catch(() => {})
      }
    }
  }
}
