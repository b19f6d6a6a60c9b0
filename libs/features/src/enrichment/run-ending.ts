import { LedgerRepository, RunRepository, type RunEntity, type Tx } from '@enrichify/database'
import { isRunOver } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'

/** How a run ends: when no batch is open any more. What it still holds is free again, and what it left undone is said. */
@Injectable()
export class RunEnding {
  constructor(
    private readonly runs: RunRepository,
    private readonly ledger: LedgerRepository,
  ) {}

  /** The caller holds the run's lock. True: it is over now. */
  async drain(tx: Tx, run: RunEntity, message?: string): Promise<boolean> {
    if (isRunOver(run.state) || (await this.runs.countOpenBatches(tx, run.id)) > 0) return false
    await this.ledger.releaseUnsent(tx, run.id)
    await this.runs.transition(tx, run, 'drained', message ?? (await this.#leftUndone(tx, run)))
    return true
  }

  async #leftUndone(tx: Tx, run: RunEntity): Promise<string | undefined> {
    const empty = (await this.runs.progress(tx, [run.id])).get(run.id)?.empty ?? {}
    if (empty.budget_reached)
      return `The budget was reached: ${count(empty.budget_reached, 'cell')} stayed empty. Raise the budget and run “only failed”.`
    if (empty.needs_model)
      return `${count(empty.needs_model, 'cell')} stayed empty because no model is connected. Connect one under Settings, Providers, and run “only failed”.`
    return undefined
  }
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
