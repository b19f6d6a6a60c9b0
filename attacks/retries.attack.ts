import { addColumn, addConnection, createWebset, getRun, startRun, type Client, type Run } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { PRICE } from '../e2e/drills/counting-provider.ts'
import { killNow } from '../e2e/drills/processes.ts'
import { makeRequestsSheet } from '../e2e/drills/requests-sheet.ts'
import { attachSampleArchive, importCompanies } from '../e2e/drills/sample.ts'
import { until } from '../e2e/drills/until.ts'
import type { Attack, Finding, Target } from './attack.ts'

/** A row that kills is given up at its third death. Before that, its batch ends two workers. */
const DEATHS = { ofRow: 3, together: 2 }
const BATCHES = 8
const ROWS_PER_KILLER = 8
const OTHER_ROWS = 40
/** In millionths of a dollar: some nine answers. */
const BUDGET = 20_000

export const retries: Attack = {
  name: 'retries',
  about: 'rows that kill their worker again and again, and a budget whose rest is held by a dead worker',
  run: async (target) => [...(await killers(target)), ...(await deadHolder(target))],
}

/** The host of a request sees which row is worked on, and kills the worker at that moment. */
async function killers({ stack, truth, call, other, receiver, scale }: Target): Promise<Finding[]> {
  const mostKills = Math.ceil(60 * scale)
  const killerCount = Math.max(1, Math.round(mostKills / (DEATHS.ofRow + DEATHS.together)))
  const areEnough = mostKills >= DEATHS.ofRow * killerCount + DEATHS.together * Math.min(BATCHES, killerCount)
  const names = Array.from({ length: killerCount * ROWS_PER_KILLER }, (_, at) =>
    at % ROWS_PER_KILLER === ROWS_PER_KILLER / 2 ? `killer-${at}` : `row-${at}`,
  )
  const theirs = Array.from({ length: OTHER_ROWS }, (_, at) => `row-${at}`)
  const attacked = await makeRequestsSheet(call, { host: receiver.host, names, verb: 'GET', folder: 'attacked' })
  const calm = await makeRequestsSheet(other.call, {
    host: receiver.host,
    names: theirs,
    verb: 'GET',
    folder: 'calm',
  })
  let kills = 0
  let killing: Promise<unknown> | null = null
  receiver.reply = async ({ path }) => {
    if (!path.includes('killer') || (kills >= mostKills && !killing)) return {}
    // Rows of one worker may come at the same time; it dies once.
    killing ??= stack
      .pidOf('worker')
      .then(killNow)
      .then(() => (kills++, (killing = null)))
    await killing
    return null
  }
  const [run, theirRun] = await Promise.all([begin(call, attacked.websetId), begin(other.call, calm.websetId)])
  const [done, theirDone] = await Promise.all([end(call, run), end(other.call, theirRun)])
  receiver.reply = () => ({})
  const gaveUp = async (websetId: string): Promise<string[]> =>
    (
      await truth.ask<{ name: string }>(
        `select r.cells ->> 'c1' as name
         from cell_states s
         join rows r on r.webset_id = s.webset_id and r.id = s.row_id
         where s.webset_id = $1 and s.empty_reason = 'gave_up'`,
        [websetId],
      )
    ).map(({ name }) => name)
  const all = [...(await gaveUp(attacked.websetId)), ...(await gaveUp(calm.websetId))]
  const guilty = all.filter((name) => name.startsWith('killer')).length
  const innocent = all.length - guilty
  return [
    {
      what: `${killerCount} rows that kill among ${names.length}, ${kills} kills of the worker`,
      value:
        `${guilty} of them given up, ${innocent} others; ` +
        `${done.run.cellsDone} of ${names.length} cells done after ${done.seconds.toFixed(0)} s`,
      promise: 'those rows are given up and no others, and the run ends',
      held: innocent === 0 && (guilty === killerCount || !areEnough) && done.run.cellsDone === names.length,
    },
    {
      what: `A run of ${OTHER_ROWS} rows in another workspace meanwhile`,
      value: `${theirDone.run.cellsDone} cells done after ${theirDone.seconds.toFixed(0)} s`,
      promise: 'it ends, before the other or with it',
      held: theirDone.run.cellsDone === OTHER_ROWS && theirDone.seconds <= done.seconds,
      isTimed: theirDone.run.cellsDone === OTHER_ROWS,
    },
  ]
}

/** Calls are reserved and their worker dies: what it held is most of the budget. */
async function deadHolder({ stack, truth, call, other, provider, receiver }: Target): Promise<Finding[]> {
  await call(addConnection, {
    body: {
      providerId: 'openai-compatible',
      settings: { baseUrl: `http://${provider.host}/v1` },
      defaultModel: PRICE.model,
      prices: [PRICE],
      // Slow, so that calls that are reserved wait for their turn.
      limits: { requestsPerMinute: 60 },
    },
  })
  const { id } = await call(createWebset, { body: { name: 'Nearly spent' } })
  const params = { id }
  await importCompanies(call, id, { rows: 60 })
  await call(addColumn, { params, body: { question: 'What do they offer?', name: 'Offer' } })
  await attachSampleArchive(call, id)
  const run = await call(startRun, { params, body: { budgetMicros: BUDGET } })
  const held = await until('reserved money', async () => {
    const { reservedMicros } = await call(getRun, { params: { id: run.id } })
    return reservedMicros > BUDGET / 2 && reservedMicros
  })
  await killNow(await stack.pidOf('worker'))
  const died = performance.now()
  const theirs = await makeRequestsSheet(other.call, {
    host: receiver.host,
    names: ['one'],
    verb: 'GET',
    folder: 'one',
  })
  const one = await end(other.call, await begin(other.call, theirs.websetId))
  const after = await until('the end of the run, or a pause with a reason', async () => {
    const now = await call(getRun, { params: { id: run.id } })
    return (isRunOver(now.state) || now.state === 'paused') && now
  })
  const seconds = (performance.now() - died) / 1000
  const open = await truth.count(
    `select count(*) from calls where run_id = $1 and state in ('reserved', 'dispatched')`,
    [run.id],
  )
  const spent = after.costMicros + after.reservedMicros
  return [
    {
      what: `A worker dies with ${held} of ${BUDGET} micros reserved`,
      value:
        `${after.state} after ${seconds.toFixed(0)} s (“${after.message ?? ''}”), ${open} calls open, ` +
        `${spent} spent or uncertain`,
      promise: 'the run ends or says what it waits for, and spends no more than its budget',
      held: open === 0 && spent <= BUDGET,
    },
    {
      what: 'A run of one row in another workspace, begun at that death',
      value: `${one.run.state} after ${one.seconds.toFixed(0)} s`,
      promise: 'it does not wait for the other',
      held: one.run.cellsDone === 1 && one.seconds < seconds + 5,
    },
  ]
}

const begin = (call: Client, id: string): Promise<Run> => call(startRun, { params: { id }, body: {} })

async function end(call: Client, { id }: Run): Promise<{ run: Run; seconds: number }> {
  const began = performance.now()
  const run = await until(
    'the end of a run',
    async () => {
      const now = await call(getRun, { params: { id } })
      return isRunOver(now.state) && now
    },
    { everyMs: 100, withinMs: 1_800_000 },
  )
  return { run, seconds: (performance.now() - began) / 1000 }
}
