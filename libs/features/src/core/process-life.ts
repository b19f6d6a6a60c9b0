import { randomUUID } from 'node:crypto'
import { Database, ProcessRepository } from '@enrichify/database'
import { Injectable, type OnModuleDestroy } from '@nestjs/common'

const BEAT_MS = 2000
/** Who was away itself, with the database, cannot say that others are gone. */
const STEADY_MS = 12_000

/** This process as a holder of calls, batches and requests. What a dead process held is free again within seconds. */
@Injectable()
export class ProcessLife implements OnModuleDestroy {
  readonly id = randomUUID()
  #begun: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #steadySince: number | null = null
  #lastBeat = 0

  constructor(
    private readonly database: Database,
    private readonly processes: ProcessRepository,
  ) {}

  /** From the first thing that it holds. */
  begin(): Promise<void> {
    this.#begun ??= this.#beat().then(
      () => {
        this.#timer = setInterval(() => void this.#beat().catch(() => (this.#steadySince = null)), BEAT_MS).unref()
      },
      (error: unknown) => {
        this.#begun = null
        throw error
      },
    )
    return this.#begun
  }

  get isSteady(): boolean {
    return this.#steadySince !== null && Date.now() - this.#steadySince >= STEADY_MS
  }

  async #beat(): Promise<void> {
    const begun = Date.now()
    await this.database.inSystem((tx) => this.processes.beat(tx, this.id))
    // A process that was stopped for a while has no steady view either.
    if (begun - this.#lastBeat > 2 * BEAT_MS) this.#steadySince = null
    this.#lastBeat = begun
    this.#steadySince ??= begun
  }

  async onModuleDestroy(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    if (this.#begun) await this.database.inSystem((tx) => this.processes.end(tx, this.id)).catch(() => {})
  }
}
