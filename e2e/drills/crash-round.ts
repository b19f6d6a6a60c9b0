import {
  addColumn,
  addConnection,
  createWebset,
  getRun,
  listRows,
  loginWithLink,
  makeClient,
  startRun,
  type Client,
} from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { CountingProvider, PRICE } from './counting-provider.ts'
import { checkLedger } from './crash-ledger.ts'
import { attachSampleArchive, importCompanies, SITES } from './sample.ts'
import { SecondWorker } from './second-worker.ts'
import { Stack } from './stack.ts'
import { Truth } from './truth.ts'
import { until } from './until.ts'

const LIMIT_SECONDS = 6

export interface CrashResult {
  point: string
  seed: number
  at: string
  /** False: this run passed the point less often. The round tells nothing about it. */
  struck: boolean
  /** From the death to the end of the run that the dead worker worked on. */
  recoverySeconds: number
  /** Recovered later than its limit; see round.ts. */
  slow: string[]
  uncertain: number
  charges: number
  broken: string[]
}

interface Arena {
  websetId: string
  columnId: string
  prefix: string
}

const ROWS = 24
/** The question is about an offer, and this site’s one page says nothing of that. */
const ASKED_SITES = SITES.filter((site) => site !== 'fennbridge-antiques')

/**
 * Kills a worker at a named point while a healthy worker runs beside it. Several points at a time, each with its own
 * webset.
 */
export class CrashDrill {
  readonly stack: Stack
  readonly provider: CountingProvider
  readonly truth: Truth
  readonly #call: Client
  #token = ''
  readonly #arenas: Arena[] = []

  private constructor(stack: Stack, provider: CountingProvider) {
    this.stack = stack
    this.provider = provider
    this.truth = new Truth(stack)
    this.#call = makeClient({
      baseUrl: stack.address,
      headers: (): Record<string, string> => (this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
    })
  }

  static async open(arenas: number): Promise<CrashDrill> {
    const provider = await CountingProvider.open()
    const stack = await Stack.open({
      OFFLINE: 'false',
      ALLOWED_PRIVATE_HOSTS: provider.host,
      CALL_CACHE_DAYS: '0',
      PROVIDER_TIMEOUT_SECONDS: '20',
      WORKER_CONCURRENCY: '2',
    })
    const drill = new CrashDrill(stack, provider)
    drill.#token = (await drill.#call(loginWithLink, { body: { token: stack.token } })).accessToken
    await drill.#call(addConnection, {
      body: {
        providerId: 'openai-compatible',
        settings: { baseUrl: `http://${provider.host}/v1` },
        defaultModel: PRICE.model,
        prices: [PRICE],
        limits: { requestsPerMinute: 1_000_000, concurrency: 64 },
      },
    })
    for (let number = 1; number <= arenas; number++) drill.#arenas.push(await drill.#prepare(`W${number}`))
    return drill
  }

  async #prepare(prefix: string): Promise<Arena> {
    const { id } = await this.#call(createWebset, { body: { name: prefix } })
    await importCompanies(this.#call, id, { rows: ROWS, prefix: `${prefix}-`, sites: ASKED_SITES })
    const { id: columnId } = await this.#call(addColumn, {
      params: { id },
      body: { question: 'What do they offer?', name: 'Offer' },
    })
    await attachSampleArchive(this.#call, id)
    return { websetId: id, columnId, prefix }
  }

  /** One crash in each arena, all at once. */
  async volley(plans: readonly { point: string; seed: number }[]): Promise<CrashResult[]> {
    const workers = await Promise.all(
      plans.map(({ point, seed }) =>
        SecondWorker.start(this.stack, { CRASH_AT: `${point}:${passesOf(point, seed)}`, WORKER_CONCURRENCY: '2' }),
      ),
    )
    const deaths = new Map<SecondWorker, number>()
    for (const worker of workers) void worker.ended().then((at) => deaths.set(worker, at))
    const from = performance.now()
    const runs = await Promise.all(
      plans.map((_, at) =>
        this.#call(startRun, {
          params: { id: this.#arenas[at]!.websetId },
          body: { again: true, budgetMicros: 100_000_000, priority: 'low' },
        }),
      ),
    )
    const ends = await Promise.all(
      runs.map(({ id }) =>
        until(
          `the end of run ${id}`,
          async () => isRunOver((await this.#call(getRun, { params: { id } })).state) && performance.now(),
          { everyMs: 50, withinMs: 60_000 },
        ),
      ),
    )
    // A worker whose point was its last step dies a moment after the run.
    await new Promise((later) => setTimeout(later, 100))
    const struck = workers.map((worker) => worker.wasKilled)
    await Promise.all(workers.map((worker) => worker.stop()))
    const lastDeath = Math.max(...workers.flatMap((worker, at) => (struck[at] ? [deaths.get(worker)!] : [])), 0)
    const results: CrashResult[] = []
    for (const [at, { point, seed }] of plans.entries()) {
      const arena = this.#arenas[at]!
      const { broken, uncertain, charges } = await this.#check(arena, runs[at]!.id, from)
      // Any of the dead workers may have leased rows of this run. It is recovered when it has ended.
      const recoverySeconds = struck[at] ? Math.max(0, (ends[at]! - lastDeath) / 1000) : 0
      const slow = recoverySeconds > LIMIT_SECONDS ? [`the recovery took ${recoverySeconds.toFixed(1)} s`] : []
      results.push({
        point,
        seed,
        at: new Date().toISOString(),
        struck: struck[at]!,
        recoverySeconds,
        slow,
        uncertain,
        charges,
        broken,
      })
    }
    return results
  }

  /**
   * The five invariants: one terminal state per cell; one charge per attempt; the screen shows what the database has;
   * the ledger equals the receipts; the history leads to the present.
   */
  async #check(
    { websetId, columnId, prefix }: Arena,
    runId: string,
    from: number,
  ): Promise<{ broken: string[]; uncertain: number; charges: number }> {
    const broken: string[] = []
    const must = (holds: boolean, sentence: string): void => void (holds || broken.push(sentence))
    const { truth } = this
    const run = await this.#call(getRun, { params: { id: runId } })
    must(
      run.state === 'finished' && run.rowsDone === ROWS && run.cellsDone === ROWS,
      `I1: the run is ${run.state} with ${run.rowsDone} rows and ${run.cellsDone} cells done (${run.message ?? ''})`,
    )
    const states = await truth.count('select count(*) from cell_states where webset_id = $1 and run_id = $2', [
      websetId,
      runId,
    ])
    must(states === ROWS, `I1: ${states} of ${ROWS} cells have a state of this run`)
    const changes = await truth.one<{ all: number; cells: number }>(
      'select count(*)::int as all, count(distinct (row_id, column_id))::int as cells from changes where run_id = $1',
      [runId],
    )
    must(changes.all === ROWS && changes.cells === ROWS, `I2: ${changes.all} changes for ${changes.cells} cells`)

    const receipts = this.provider.of(`${prefix}-`).filter((receipt) => receipt.at >= from)
    const perRow = Map.groupBy(receipts, ({ business }) => business)
    for (const [business, charged] of perRow)
      must(charged.length === 1, `I2: ${business} was charged ${charged.length} times`)
    const uncertain = await checkLedger(truth, run, perRow, must)

    const stored = new Map(
      (
        await truth.ask<{ id: string; cells: Record<string, unknown> }>(
          'select id, cells from rows where webset_id = $1',
          [websetId],
        )
      ).map((row) => [Number(row.id), row.cells]),
    )
    const { rows } = await this.#call(listRows, { params: { id: websetId }, query: { limit: 100 } })
    must(
      rows.length === ROWS &&
        rows.every(
          (row) =>
            JSON.stringify(row.cells[columnId] ?? null) === JSON.stringify(stored.get(row.id)?.[columnId] ?? null),
        ),
      'I3: rows are shown differently from what is stored',
    )
    const apart = await truth.count(
      `select count(*)
       from (
         select distinct on (c.row_id, c.column_id) c.row_id, c.column_id, c.after, c.workspace_id
         from changes c
         where c.webset_id = $1
         order by c.row_id, c.column_id, c.id desc
       ) l
       join rows r on r.workspace_id = l.workspace_id and r.webset_id = $1 and r.id = l.row_id
       where coalesce(r.cells -> l.column_id, 'null') is distinct from coalesce(l.after, 'null')`,
      [websetId],
    )
    must(apart === 0, `I5: ${apart} cells have another value than their history leads to`)
    return { broken, uncertain, charges: receipts.length }
  }

  async close(): Promise<void> {
    await this.truth.close()
    await this.stack.remove()
    await this.provider.close()
  }
}

/**
 * How often the point is passed before it kills. The seed chooses, among as many passes as a part of the run’s work
 * makes likely.
 */
function passesOf(point: string, seed: number): number {
  const most = point.startsWith('outbox') ? 2 : point.startsWith('batch') ? 3 : point.includes('release') ? 1 : 6
  return 1 + ((((seed * 2_654_435_761) % 2 ** 32) >>> 8) % most)
}
