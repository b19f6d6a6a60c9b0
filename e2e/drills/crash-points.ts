import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
/*
 * Kills a worker at every named crash point, with many seeds, and checks the five invariants against the receipts of
 * a provider that counts its charges. Writes each round to FILE (JSON Lines) as it goes. Called again, it does the
 * missing rounds.
 * usage: node --conditions=source e2e/drills/crash-points.ts
 *   [--seeds 20] [--only POINT,POINT] [--at-once 4] [--out FILE] [--fresh]
 */
import { CRASH_POINTS } from '@enrichify/platform'
import { CrashDrill, type CrashResult } from './crash-round.ts'
import { root } from './stack.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    only: { type: 'string' },
    'at-once': { type: 'string', default: '4' },
    out: { type: 'string', default: join(root, 'node_modules/.cache/enrichify-crashes.jsonl') },
    fresh: { type: 'boolean', default: false },
  },
})
const TRIES = 4

if (values.fresh) rmSync(values.out, { force: true })
mkdirSync(dirname(values.out), { recursive: true })
const results: CrashResult[] = existsSync(values.out)
  ? readFileSync(values.out, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as CrashResult)
  : []
const points = values.only?.split(',') ?? [...CRASH_POINTS]
const isDone = (point: string, seed: number): boolean => {
  const rounds = results.filter((result) => result.point === point && result.seed === seed)
  return rounds.some((result) => result.struck) || rounds.length >= TRIES
}
// Seed by seed, so that a drill that is stopped has seen every point.
const missing = (): { point: string; seed: number }[] =>
  Array.from({ length: Number(values.seeds) }, (_, seed) => points.map((point) => ({ point, seed })))
    .flat()
    .filter(({ point, seed }) => !isDone(point, seed))

const atOnce = Number(values['at-once'])
if (missing().length > 0) {
  const drill = await CrashDrill.open(atOnce)
  process.once('SIGINT', () => void drill.close().finally(() => process.exit(130)))
  try {
    for (let left = missing(); left.length > 0; left = missing()) {
      for (const result of await drill.volley(left.slice(0, atOnce))) {
        result.broken.push(...result.slow)
        results.push(result)
        appendFileSync(values.out, JSON.stringify(result) + '\n')
        const told = result.struck
          ? `died, recovered after ${result.recoverySeconds.toFixed(2)} s, ${result.uncertain} uncertain`
          : 'was not passed so often'
        const broken = result.broken.length ? `, BROKEN: ${result.broken.join('; ')}` : ''
        console.log(`${result.point} ${result.seed}: ${told}${broken}`)
      }
    }
  } catch (error) {
    console.error(drill.stack.log.slice(-6000))
    throw error
  } finally {
    await drill.close()
  }
}

const struck = results.filter((result) => result.struck && points.includes(result.point))
const broken = results.filter((result) => result.broken.length > 0)
const times = struck.map((result) => result.recoverySeconds).sort((a, b) => a - b)
const at = (share: number): string =>
  (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1)
console.log(
  `\n${struck.length} deaths at ${new Set(struck.map((result) => result.point)).size} of ` +
    `${points.length} points; ${broken.length} rounds with a broken invariant; charges ` +
    `${struck.reduce((sum, result) => sum + result.charges, 0)}, uncertain ` +
    `${struck.reduce((sum, result) => sum + result.uncertain, 0)}; recovery median ${at(0.5)} s, 95 % ` +
    `${at(0.95)} s, longest ${at(1)} s`,
)
for (const point of points) if (!struck.some((result) => result.point === point)) console.log(`never struck: ${point}`)
process.exitCode = broken.length === 0 ? 0 : 1
