import { isRunOver } from '@enrichify/domain'
import { FAULTS, type Fault, type FaultName } from './faults.ts'
import { checkInvariants, type Findings } from './invariants.ts'
import { FACTS, Product } from './product.ts'
import { Stack } from './stack.ts'
import { Truth } from './truth.ts'
import { until } from './until.ts'

export interface RoundResult extends Findings {
  fault: FaultName
  round: number
  at: string
  rows: number
  /** Cells that were there when the fault struck. */
  struckAtCell: number
  recoverySeconds: number
  /** Until each batch that was in flight had been begun again (by another or by a successor) or was done; null: the fault took no batch away. */
  rerunSeconds: number | null
  /** From the fault to the end of the run. */
  finishedSeconds: number
}

/** A running product with a list to work through, for as many rounds as wanted. */
export class Drill {
  readonly stack: Stack
  readonly product: Product
  readonly truth: Truth

  private constructor(stack: Stack) {
    this.stack = stack
    this.product = new Product(stack)
    this.truth = new Truth(stack)
  }

  static async open(rows: number, settings: Record<string, string> = {}): Promise<Drill> {
    const drill = new Drill(await Stack.open(settings))
    try {
      await drill.product.signIn()
      await drill.product.makeWebset(rows)
      return drill
    } catch (error) {
      await drill.close()
      throw error
    }
  }

  /** One run, one fault at a random cell of its first three quarters, and then everything that must hold. */
  async round(name: FaultName, number: number): Promise<RoundResult> {
    const fault: Fault = FAULTS[name]
    const { stack, product, truth } = this
    const cleanUp = await fault.prepare?.({ stack, product, truth })
    try {
      const { id: runId } = await product.startRun()
      const written = (): Promise<number> => truth.count('select count(*) from changes where run_id = $1', [runId])
      const target = Math.floor((0.02 + Math.random() * 0.7) * product.rows * FACTS.length)
      await until('the moment of the fault', async () => (await written()) >= target, { everyMs: 5, withinMs: 180_000 })
      const struckAtCell = await written()
      const inFlight = await this.#inFlight(runId)
      const strike = await fault.strike({ stack, product, truth, runId })
      const rerun = this.#rerun(runId, inFlight)
      await until('the recovery', strike.recovered, { everyMs: 10 })
      const recoverySeconds = (performance.now() - strike.sent) / 1000
      await strike.after?.()
      await until('the end of the run', async () => isRunOver((await product.run(runId)).state), { everyMs: 100, withinMs: 180_000 })
      const finishedSeconds = (performance.now() - strike.sent) / 1000
      const rerunAt = await rerun
      const rerunSeconds = rerunAt === null ? null : (rerunAt - strike.sent) / 1000
      const findings = await checkInvariants(product, truth, runId)
      if (recoverySeconds > fault.limitSeconds) findings.broken.push(`the recovery took ${recoverySeconds.toFixed(1)} s`)
      return { fault: name, round: number, at: new Date().toISOString(), rows: product.rows, struckAtCell, recoverySeconds, rerunSeconds, finishedSeconds, ...findings }
    } finally {
      await cleanUp?.()
    }
  }

  #inFlight(runId: string): Promise<{ id: number; attempts: number }[]> {
    return this.truth.ask(`select id, attempts from run_batches where run_id = $1 and state = 'waiting' and lease_token is not null`, [runId])
  }

  /** Follows the batches that were in flight until none is as it was; the moment at which the last one was begun again. */
  async #rerun(runId: string, inFlight: { id: number; attempts: number }[]): Promise<number | null> {
    let begun = 0
    let last: number | null = null
    await until('the batches in flight begun again or done', async () => {
      const now = await this.truth.ask<{ state: string; attempts: number; before: number }>(
        `select b.state, b.attempts, f.attempts as before from run_batches b join jsonb_to_recordset($2) as f (id int, attempts int) using (id) where b.run_id = $1`,
        [runId, JSON.stringify(inFlight)],
      )
      const again = now.filter(({ attempts, before }) => attempts > before).length
      if (again > begun) last = performance.now()
      begun = again
      return now.every(({ state, attempts, before }) => attempts > before || state !== 'waiting')
    }, { everyMs: 20, withinMs: 120_000 })
    return last
  }

  async close(): Promise<void> {
    await this.truth.close()
    await this.stack.remove()
  }
}
