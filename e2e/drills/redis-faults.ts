/*
 * Strikes the Redis under a run that posts, and counts at the receiver: killed and started again, paused, out of memory
 * so that it refuses, and told to evict.
 * usage: node --conditions=source e2e/drills/redis-faults.ts [--rounds 1] [--only kill,pause]
 */
import { parseArgs } from 'node:util'
import { describeMachine } from '../../bench/machine.mjs'
import { openList } from './held.ts'
import { Redis } from './redis.ts'
import { makeRequestsSheet } from './requests-sheet.ts'
import { StrikeStack } from './strike-stack.ts'
import { until } from './until.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1' }, only: { type: 'string' } } })
const ROWS = 200
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Each leaves Redis as it should be. */
const FAULTS: Record<string, (redis: Redis) => Promise<unknown>> = {
  async kill(redis) {
    await redis.kill()
    await pause(3000)
    await redis.start()
  },
  async pause(redis) {
    process.kill(redis.pid, 'SIGSTOP')
    await pause(10_000)
    process.kill(redis.pid, 'SIGCONT')
  },
  async full(redis) {
    await redis.ask('CONFIG', 'SET', 'maxmemory', '1')
    await pause(5000)
    await redis.ask('CONFIG', 'SET', 'maxmemory', '0')
  },
  async evict(redis) {
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-random')
    await redis.ask('CONFIG', 'SET', 'maxmemory', '1')
    await pause(3000)
    await redis.ask('CONFIG', 'SET', 'maxmemory', '0')
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
  },
  flush: (redis) => redis.ask('FLUSHALL'),
}

console.log(await describeMachine())
const redis = await Redis.open()
const product = await StrikeStack.open({ REDIS_URL: redis.url })
const must = openList()
try {
  const pids = [await product.stack.pidOf('api'), await product.stack.pidOf('worker')]
  for (const name of values.only?.split(',') ?? Object.keys(FAULTS))
    for (let round = 0; round < Number(values.rounds); round++) {
      const folder = `${name}-${round}`
      const { websetId } = await makeRequestsSheet(product.call, {
        host: product.receiver.host,
        names: Array.from({ length: ROWS }, (_, at) => `row-${at}`),
        verb: 'POST',
        folder,
      })
      product.receiver.reply = async () => {
        await pause(50)
        return {}
      }
      const run = await product.start(websetId)
      const posts = () => product.receiver.of(`/${folder}/`)
      await until('the moment of the fault', () => posts().length > ROWS / 4, { everyMs: 5 })
      await FAULTS[name]!(redis)
      const struck = performance.now()
      const done = await product.end(run)
      const rows = new Set(posts().map(({ path }) => path)).size
      must(
        done.cellsDone === ROWS && posts().length === rows,
        `${name}: ${done.cellsDone} of ${ROWS} cells, ${posts().length - rows} requests repeated, ` +
          `${done.uncertainCalls} uncertain, ended ${((performance.now() - struck) / 1000).toFixed(1)} s later`,
      )
    }
  const now = [await product.stack.pidOf('api'), await product.stack.pidOf('worker')]
  must(pids.join() === now.join(), 'API and worker are the same processes as before')
} finally {
  await product.close()
  await redis.close()
}
