import { getRun, startRun } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { killNow } from '../e2e/drills/processes.ts'
import { makeRequestsSheet } from '../e2e/drills/requests-sheet.ts'
import { SecondWorker } from '../e2e/drills/second-worker.ts'
import { until } from '../e2e/drills/until.ts'
import type { Attack, Target } from './attack.ts'

const ROWS = 150
/** Far longer than a worker has a right to its rows without saying that it lives. */
const PAUSE_MS = 40_000

const FAULTS: Record<string, { times: number; strike: (target: Target) => Promise<unknown> }> = {
  'kills of the worker': { times: 20, strike: async ({ stack }) => killNow(await stack.pidOf('worker')) },
  'kills of PostgreSQL': { times: 5, strike: ({ stack }) => killNow(stack.postgresPid) },
  [`pauses of ${PAUSE_MS / 1000} s of one of two workers`]: {
    times: 3,
    async strike({ stack }) {
      const zombie = await stack.pidOf('worker')
      process.kill(zombie, 'SIGSTOP')
      const second = await SecondWorker.start(stack)
      await new Promise((done) => setTimeout(done, PAUSE_MS))
      process.kill(zombie, 'SIGCONT')
      return () => second.stop()
    },
  },
}

export const requests: Attack = {
  name: 'requests',
  about: 'columns that post to a host, whose worker or database dies or pauses in the middle',
  async run(target) {
    const findings = []
    for (const [what, { times, strike }] of Object.entries(FAULTS)) {
      const rounds = what.startsWith('kills of the worker')
        ? Math.ceil(times * target.scale)
        : Math.floor(times * target.scale)
      const sum = { rows: 0, posts: 0, repeated: 0, uncertain: 0, broken: [] as string[] }
      for (let round = 0; round < rounds; round++)
        await strikeOnce(target, `${what.split(' ').at(-1)}-${round}`, strike, sum)
      if (rounds > 0)
        findings.push({
          what: `${rounds} ${what}, ${sum.rows} rows that post`,
          value:
            `${sum.posts} requests at the receiver, ${sum.repeated} repeated, ${sum.uncertain} uncertain and counted` +
            (sum.broken.length ? `; ${sum.broken.join('; ')}` : ''),
          promise: 'none repeated, and each without an answer counted',
          held: sum.repeated === 0 && sum.broken.length === 0,
        })
    }
    return findings
  },
}

/** One run and one fault at a random moment of it, and then what the receiver, the ledger and the sheet say. */
async function strikeOnce(
  target: Target,
  folder: string,
  strike: (target: Target) => Promise<unknown>,
  sum: { rows: number; posts: number; repeated: number; uncertain: number; broken: string[] },
): Promise<void> {
  const { call, truth, receiver } = target
  const names = Array.from({ length: ROWS }, (_, at) => `row-${at}`)
  // A database that was killed a moment ago is away for some of the API's connections, and that is what it answers.
  const { websetId } = await until('a sheet', () =>
    makeRequestsSheet(call, { host: receiver.host, names, verb: 'POST', folder }),
  )
  receiver.reply = async () => {
    // Long enough that a fault meets requests that are on their way.
    await new Promise((done) => setTimeout(done, 20 + Math.random() * 80))
    return {}
  }
  const posts = () => receiver.of(`/${folder}/`)
  const { id } = await call(startRun, { params: { id: websetId }, body: {} })
  const wanted = 1 + Math.floor(Math.random() * ROWS * 0.8)
  await until('the moment of the fault', () => posts().length >= wanted, { everyMs: 2 })
  const cleanUp = await strike(target)
  await until('the end of the run', async () => isRunOver((await call(getRun, { params: { id } })).state), {
    everyMs: 100,
    withinMs: 600_000,
  })
  if (typeof cleanUp === 'function') await cleanUp()
  // A worker that was paused may still write down an answer that counted as uncertain until then.
  const run = await until('a run that counts the uncertain calls of the ledger', async () => {
    const now = await call(getRun, { params: { id } })
    const inLedger = await truth.count(`select count(*) from calls where run_id = $1 and state = 'uncertain'`, [id])
    return now.uncertainCalls === inLedger && now
  })
  receiver.reply = () => ({})
  const ledger = await truth.ask<{ name: string; state: string }>(
    `select r.cells ->> 'c1' as name, c.state
     from calls c
     join rows r on r.webset_id = c.webset_id and r.id = c.row_id
     where c.run_id = $1`,
    [id],
  )
  const of = (state: string) => new Set(ledger.filter((line) => line.state === state).map((line) => line.name))
  const [settled, uncertain] = [of('settled'), of('uncertain')]
  const received = new Set(posts().map(({ path }) => path.split('/').at(-1)!))
  const must = (holds: boolean, sentence: string) => void (holds || sum.broken.push(`${folder}: ${sentence}`))
  must(run.cellsDone === ROWS, `${run.cellsDone} cells are done`)
  must(
    [...received].every((row) => settled.has(row) || uncertain.has(row)),
    'a request is not in the ledger',
  )
  must(
    [...settled].every((row) => received.has(row)),
    'an answer was written down for a request that never came',
  )
  must(settled.size + uncertain.size === ROWS, `${settled.size} answered and ${uncertain.size} uncertain rows`)
  sum.rows += ROWS
  sum.posts += posts().length
  sum.repeated += posts().length - received.size
  sum.uncertain += uncertain.size
}
