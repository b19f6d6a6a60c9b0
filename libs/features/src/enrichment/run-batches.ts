import { LedgerRepository, RunRepository, type RunEntity, type Tx } from '@enrichify/database'
import { BATCHES_IN_QUEUE, isRunOver, plural } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { Outbox } from '../jobs/outbox.ts'

/** The batches of a run: which of them are in the queue, and how the run ends after the last one. */
@Injectable()
export class RunBatches {
  constructor(
    private readonly runs: RunRepository,
    private readonly ledger: LedgerRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Puts up to this many waiting batches into the queue. Runs take turns, so none has all of its batches there. */
  async issue(
    tx: Tx,
    run: Pick<RunEntity, 'id' | 'priority'>,
    count: number = BATCHES_IN_QUEUE[run.priority],
  ): Promise<void> {
    await this.#enqueue(tx, run, await this.runs.issue(tx, run.id, count))
  }

  /** Queues again what the queue should have of a run. Returns the number of batches. */
  async reissue(tx: Tx, run: RunEntity): Promise<number> {
    const known = await this.runs.reissue(tx, run.id)
    const more = await this.runs.issue(tx, run.id, Math.max(0, BATCHES_IN_QUEUE[run.priority] - known.length))
    await this.#enqueue(tx, run, [...known, ...more])
    return known.length + more.length
  }

  /** The caller has locked the run. True: it is over now. */
  async drain(tx: Tx, run: RunEntity): Promise<boolean> {
    if (isRunOver(run.state) || (await this.runs.countOpenBatches(tx, run.id)) > 0) return false
    await this.ledger.releaseUnsent(tx, run.id)
    if (run.state !== 'cancelling' && (await this.runs.countFailedBatches(tx, run.id)) > 0)
      await this.runs.transition(
        tx,
        run,
        'fail',
        'Some rows have no answer and no reason. Run “only empty” to try them.',
      )
    else await this.runs.transition(tx, run, 'drained', await this.#endMessage(tx, run))
    return true
  }

  async #endMessage(tx: Tx, run: RunEntity): Promise<string | undefined> {
    const empty = (await this.runs.progress(tx, [run.id])).get(run.id)?.empty ?? {}
    if (empty.gave_up) {
      const cells = plural(empty.gave_up, 'cell')
      return `${cells} could not be worked through; each says why. Run “only failed” to try them again.`
    }
    if (empty.budget_reached) {
      const cells = plural(empty.budget_reached, 'cell')
      const { calls, micros } = await this.ledger.uncertain(tx)
      const reached = `The budget was reached: ${cells} stayed empty.`
      const held = `Part of it is held for ${plural(calls, 'call')} whose outcome is not known.`
      return micros > 0
        ? `${reached} ${held} Decide under Spending, Uncertain calls, and run “only failed”.`
        : `${reached} Raise the budget and run “only failed”.`
    }
    if (empty.needs_model) {
      const cells = plural(empty.needs_model, 'cell')
      const fix = 'Connect one under Settings, Providers, and run “only failed”.'
      return `${cells} stayed empty because no model is connected. ${fix}`
    }
    return undefined
  }

  async #enqueue(
    tx: Tx,
    { id: runId, priority }: Pick<RunEntity, 'id' | 'priority'>,
    batches: readonly { id: number; generation: number }[],
  ): Promise<void> {
    await this.outbox.enqueue(
      tx,
      batches.map(({ id, generation }) => ({
        name: 'enrichment.run-batch' as const,
        payload: { workspaceId: tx.workspaceId, runId, batchId: id, generation, priority },
      })),
    )
  }
}
