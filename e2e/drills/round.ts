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
  /** Recovered later than its limit. A drill on a quiet machine counts it. The tests do not: theirs may be busy. */
  slow: string[]
  /**
   * Until the queue had taken the last job from its dead worker, ready for any free worker. Null: the fault left no
   * job without a worker.
   */
  backSeconds: number | null
  /** From the fault to the end of the run. */
  finishedSeconds: number
}

interface HeldJob {
  id: string
  token: string
  stalls: number
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
      const back = this.#backInQueue(inFlight)
      await until('the recovery', strike.recovered, { everyMs: 10 })
      const recoverySeconds = (performance.now() - strike.sent) / 1000
      await strike.after?.()
      await until('the end of the run', async () => isRunOver((await product.run(runId)).state), {
        everyMs: 100,
        withinMs: 180_000,
      })
      const finishedSeconds = (performance.now() - strike.sent) / 1000
      const backAt = await back
      const backSeconds = backAt === null ? null : (backAt - strike.sent) / 1000
      const findings = await checkInvariants(product, truth, runId)
      const slow = recoverySeconds > fault.limitSeconds ? [`the recovery took ${recoverySeconds.toFixed(1)} s`] : []
      return {
        fault: name,
        round: number,
        at: new Date().toISOString(),
        rows: product.rows,
        struckAtCell,
        recoverySeconds,
        slow,
        backSeconds,
        finishedSeconds,
        ...findings,
      }
    } finally {
      await cleanUp?.()
    }
  }

  #inFlight(runId: string): Promise<HeldJob[]> {
    return this.truth.ask(
      `select id, lock_token as token, stalled_count as stalls
       from bullmq.job
       where queue = 'enrichment' and state = 'active' and data ->> 'runId' = $1`,
      [runId],
    )
  }

  /**
   * Follows the jobs that were in flight until no worker has any of them. Returns when the last one was taken from
   * its worker.
   */
  async #backInQueue(inFlight: HeldJob[]): Promise<number | null> {
    let taken = 0
    let last: number | null = null
    await until(
      'the jobs in flight back in the queue or done',
      async () => {
        const now = await this.truth.one<{ taken: number; leased: number }>(
          `select count(*) filter (where j.stalled_count > f.stalls)::int as taken,
           count(*) filter (where j.state = 'active' and j.lock_token = f.token)::int as leased
         from bullmq.job j
         join jsonb_to_recordset($1) as f (id text, token text, stalls int)
         using (id)
         where j.queue = 'enrichment'`,
          [JSON.stringify(inFlight)],
        )
        if (now.taken > taken) last = performance.now()
        taken = now.taken
        return now.leased === 0
      },
      { everyMs: 20, withinMs: 120_000 },
    )
    return last
  }

  async close(): Promise<void> {
    await this.truth.close()
    await this.stack.remove()
  }
}
