import { join } from 'node:path'
/*
 * How long people wait: from `npm start` to the “is ready” line, on an empty data folder and on an existing one, and
 * from Ctrl-C to the end.
 * usage: node --conditions=source bench/start.bench.ts [--cold 3] [--warm 5]
 */
import { parseArgs } from 'node:util'
import { spreadText } from '../e2e/drills/report.ts'
import { freePort, root, Stack } from '../e2e/drills/stack.ts'

const { values } = parseArgs({
  options: { cold: { type: 'string', default: '3' }, warm: { type: 'string', default: '5' } },
})

interface Times {
  start: number[]
  /** The launcher’s own count: without its loading. */
  said: number[]
  stop: number[]
}

async function startAndStop(stack: Stack, times: Times): Promise<void> {
  const said = stack.log.length
  times.start.push(await stack.start())
  times.said.push(Number(/is ready after ([\d.]+) s/.exec(stack.log.slice(said))?.[1]))
  times.stop.push(await stack.stop())
}

const cold: Times = { start: [], said: [], stop: [] }
const warm: Times = { start: [], said: [], stop: [] }
const entry = [join(root, 'tools/run.mjs'), 'start']

/** Starts on an empty data folder, stops, and leaves nothing behind. */
async function once(times: Times): Promise<void> {
  const stack = Stack.prepare({ port: await freePort(), entry })
  try {
    await startAndStop(stack, times)
  } finally {
    await stack.remove()
  }
}

// Builds whatever is stale, and keeps what V8 compiles, so that no start below pays for it.
await once({ start: [], said: [], stop: [] })
const warmStack = Stack.prepare({ port: await freePort(), entry })
try {
  await startAndStop(warmStack, cold)
  for (let at = 0; at < Number(values.warm); at++) await startAndStop(warmStack, warm)
} finally {
  await warmStack.remove()
}
for (let at = 1; at < Number(values.cold); at++) await once(cold)

const print = (name: string, { start, said, stop }: Times): void =>
  console.log(
    `${name.padEnd(34)} start ${spreadText(start)}, the launcher's own count ${spreadText(said)}; stop ` +
      `${spreadText(stop)}; n = ${start.length}`,
  )
print('cold (empty data folder, built)', cold)
print('warm', warm)
