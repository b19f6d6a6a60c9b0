/*
 * The clocks of API and worker jump while a run posts to a host; the database keeps its own. Counts at the receiver,
 * and asks whether a session is what it was afterwards.
 * usage: node --conditions=source e2e/drills/clock-jumps.ts
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getMe } from '@enrichify/contracts'
import { describeMachine } from '../../bench/machine.mjs'
import { openList } from './held.ts'
import { makeRequestsSheet } from './requests-sheet.ts'
import { StrikeStack } from './strike-stack.ts'
import { until } from './until.ts'

const ROWS = 150
const HOUR_MS = 3_600_000
/** One after the other, for so long. The last is how it was. */
const JUMPS = [HOUR_MS / 2, -HOUR_MS, 24 * HOUR_MS, 0]
const JUMP_MS = 4000

console.log(await describeMachine())
const folder = mkdtempSync(join(tmpdir(), 'enrichify-clock-'))
const clock = join(folder, 'offset')
writeFileSync(clock, '0')
const product = await StrikeStack.open({
  NODE_OPTIONS: `--import=${join(import.meta.dirname, 'shifted-clock.mjs')}`,
  CLOCK_FILE: clock,
})
const must = openList()
try {
  const { call, receiver } = product
  const pids = [await product.stack.pidOf('api'), await product.stack.pidOf('worker')]
  const { websetId } = await makeRequestsSheet(call, {
    host: receiver.host,
    names: Array.from({ length: ROWS }, (_, at) => `row-${at}`),
    verb: 'POST',
    folder: 'clock',
  })
  receiver.reply = async () => {
    await new Promise((done) => setTimeout(done, 400))
    return {}
  }
  const run = await product.start(websetId)
  await until('the first requests', () => receiver.receipts.length > 3)
  const sessions: string[] = []
  for (const jump of JUMPS) {
    writeFileSync(clock, String(jump))
    await new Promise((done) => setTimeout(done, JUMP_MS))
    const answer = await call(getMe, {}).then(
      () => 'signed in',
      ({ status }: { status: number }) => `answered with ${status}`,
    )
    sessions.push(`${jump / HOUR_MS} h: ${answer}`)
  }
  const done = await product.end(run)
  const rows = new Set(receiver.receipts.map(({ path }) => path)).size
  must(
    done.cellsDone === ROWS && receiver.receipts.length === rows,
    `${done.cellsDone} of ${ROWS} cells done, ${receiver.receipts.length - rows} requests repeated, ` +
      `${done.uncertainCalls} uncertain`,
  )
  must(sessions.at(-1)!.endsWith('signed in'), `a session of an hour, by the clock: ${sessions.join(', ')}`)
  const now = [await product.stack.pidOf('api'), await product.stack.pidOf('worker')]
  must(pids.join() === now.join(), 'API and worker are the same processes as before')
} finally {
  await product.close()
  rmSync(folder, { recursive: true })
}
