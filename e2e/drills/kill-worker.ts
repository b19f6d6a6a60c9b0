/*
 * Kills parts of the product while a run is at work, and checks that no cell is lost and none is doubled. Writes each
 * round to FILE (JSON Lines) as it goes. Called again, it does the missing rounds.
 * usage: node --conditions=source e2e/drills/kill-worker.ts
 *   [--rounds 20] [--variants 3] [--only kill-worker,kill-api] [--rows 1500] [--out FILE] [--fresh]
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { FAULTS, type FaultName } from './faults.ts'
import { printReport } from './report.ts'
import { Drill, type RoundResult } from './round.ts'
import { root } from './stack.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    variants: { type: 'string', default: '3' },
    only: { type: 'string' },
    rows: { type: 'string', default: '1500' },
    out: { type: 'string', default: join(root, 'node_modules/.cache/enrichify-drill.jsonl') },
    fresh: { type: 'boolean', default: false },
  },
})

const out = values.out
if (values.fresh) rmSync(out, { force: true })
mkdirSync(dirname(out), { recursive: true })
const results: RoundResult[] = existsSync(out)
  ? readFileSync(out, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as RoundResult)
  : []

const chosen = (values.only?.split(',') ?? Object.keys(FAULTS)) as FaultName[]
for (const name of chosen)
  if (!(name in FAULTS)) throw new Error(`There is no fault “${name}”; there are ${Object.keys(FAULTS).join(', ')}.`)
const missing = chosen.flatMap((name) => {
  const wanted = Number(name === 'kill-worker' ? values.rounds : values.variants)
  const done = results.filter(({ fault }) => fault === name).length
  return Array.from({ length: Math.max(0, wanted - done) }, (_, at) => ({ name, round: done + at + 1 }))
})

if (missing.length > 0) {
  const drill = await Drill.open(Number(values.rows))
  // Ctrl-C ends the product too. Finished rounds stay in the file.
  process.once('SIGINT', () => void drill.close().finally(() => process.exit(130)))
  try {
    for (const { name, round } of missing) {
      const result = await drill.round(name, round)
      result.broken.push(...result.slow)
      results.push(result)
      appendFileSync(out, JSON.stringify(result) + '\n')
      console.log(
        `${name} ${round}: struck at cell ${result.struckAtCell}, recovered after ` +
          `${result.recoverySeconds.toFixed(2)} s, finished after ${result.finishedSeconds.toFixed(1)} ` +
          `s${result.broken.length ? `, BROKEN: ${result.broken.join('; ')}` : ''}`,
      )
    }
  } catch (error) {
    console.error(drill.stack.log.slice(-8000))
    throw error
  } finally {
    await drill.close()
  }
}
process.exitCode = printReport(results.filter(({ fault }) => chosen.includes(fault))) ? 0 : 1
