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
      const strike = await fault.strike({ stack, product, truth, runId })
      await until('the recovery', strike.recovered, { everyMs: 10 })
      const recoverySeconds = (performance.now() - strike.sent) / 1000
      await strike.after?.()
      await until('the end of the run', async () => isRunOver((await product.run(runId)).state), { everyMs: 100, withinMs: 180_000 })
      const finishedSeconds = (performance.now() - strike.sent) / 1000
      const findings = await checkInvariants(product, truth, runId)
      if (recoverySeconds > fault.limitSeconds) findings.broken.push(`the recovery took ${recoverySeconds.toFixed(1)} s`)
      return { fault: name, round: number, at: new Date().toISOString(), rows: product.rows, struckAtCell, recoverySeconds, finishedSeconds, ...findings }
    } finally {
      await cleanUp?.()
    }
  }

  async close(): Promise<void> {
    await this.truth.close()
    await this.stack.remove()
  }
}
