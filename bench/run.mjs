/*
 * All benchmarks, or the named ones: npm run bench [-- start recovery …]. Arguments after a second `--` go to that
 * benchmark.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describeMachine } from './machine.mjs'

const root = join(import.meta.dirname, '..')

/** One line for each benchmark: its file below bench/, and what it is about. */
const BENCHES = {
  start: ['start.bench.ts', 'cold and warm start of everything, and the stop'],
  recovery: ['recovery.bench.ts', 'from kill -9 of a worker to cells again, beside BullMQ as it comes'],
  queue: ['queue.bench.ts', 'cells per second of a run whose cells cost no work, beside BullMQ with a job per cell'],
  saturation: ['saturation.bench.ts', 'how much of what a model service allows a run makes use of'],
  windows: ['windows.bench.ts', 'windows of a sheet of a million rows, beside its rows by primary key'],
  sites: ['quality/sites/run.ts', 'phones, addresses, people of small businesses, against hand-made answers'],
  content: ['quality/content/main-content.ts', 'main text of pages, beside Readability.js'],
  quotes: ['quality/quotes/run.ts', 'claims that are false and pass as proven, and true ones that do not'],
  injection: ['quality/injection/run.ts', 'orders in pages, and a model that obeys all of them'],
  answers: [
    'quality/answers/run.ts',
    'answers over frozen pages against hand-made ones, and what confidence they deserve',
  ],
  tokens: [
    'quality/tokens/run.ts',
    'what a call carries, beside the whole HTML, and whether the answer is still in it',
  ],
  'extract-speed': ['extract-speed.bench.ts', 'pages per second of `enrichify extract`, beside Readability.js'],
}
const GROUPS = { quality: ['sites', 'content', 'quotes', 'injection', 'answers', 'tokens'] }

const split = process.argv.indexOf('--')
const named = process.argv.slice(2, split < 0 ? undefined : split)
const passed = split < 0 ? [] : process.argv.slice(split + 1)
const names = (named.length ? named : Object.keys(BENCHES)).flatMap((name) => GROUPS[name] ?? [name])
const unknown = names.filter((name) => !(name in BENCHES))
if (unknown.length) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}. There are: ` +
      `${[...Object.keys(BENCHES), ...Object.keys(GROUPS)].join(', ')}.`,
  )
  process.exit(2)
}

console.log(await describeMachine())
const failed = []
for (const name of names) {
  const [file, about] = BENCHES[name]
  console.log(`\n── ${name}: ${about}`)
  const { status } = spawnSync(process.execPath, ['--conditions=source', join(root, 'bench', file), ...passed], {
    cwd: root,
    stdio: 'inherit',
    env: process.env,
  })
  if (status !== 0) failed.push(name)
}
if (failed.length) console.error(`\nFailed: ${failed.join(', ')}`)
process.exit(failed.length ? 1 : 0)
