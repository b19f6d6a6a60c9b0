import type { Logger } from '@enrichify/platform'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { LOGGER } from '../core/tokens.ts'
import { Outbox } from '../jobs/outbox.ts'
import { CHORES, type Chore } from './chores.ts'

/** What a worker does between jobs: empties the outbox, and does each chore at its interval. */
@Injectable()
export class Sweeper implements OnModuleDestroy {
  #timers: NodeJS.Timeout[] = []

  constructor(
    private readonly outbox: Outbox,
    @Inject(CHORES) private readonly chores: readonly Chore[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.outbox.watch()
    this.#timers = this.chores.map((chore) => setInterval(() => void this.#do(chore), chore.everyMs))
  }

  async #do(chore: Chore): Promise<void> {
    try {
      await chore.run()
    } catch (error) {
      this.logger.warn(
        { chore: chore.name, code: (error as { code?: string }).code },
        'A chore failed and is left for the next round',
      )
    }
  }

  onModuleDestroy(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }
}
