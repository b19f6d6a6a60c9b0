/*
 * Benchmark 7: kill -9 of a busy worker. Measures the time until cells come again, and until the queue has all jobs
 * of the dead worker back, beside BullMQ with its default settings on the same PostgreSQL. The long drill, with more
 * rounds and more faults, is e2e/drills/kill-worker.ts.
 * usage: node --conditions=source bench/recovery.bench.ts [--rounds 5] [--rows 800] [--no-peer]
 */
import { parseArgs } from 'node:util'
import { printReport, spreadOf, spreadText } from '../e2e/drills/report.ts'
import { Drill, type RoundResult } from '../e2e/drills/round.ts'
import { measureBullmq } from './peers/bullmq-recovery.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '800' },
    'no-peer': { type: 'boolean', default: false },
  },
})

const drill = await Drill.open(Number(values.rows))
try {
  const rounds: RoundResult[] = []
  for (let round = 1; round <= Number(values.rounds); round++) rounds.push(await drill.round('kill-worker', round))
  process.exitCode = printReport(rounds) ? 0 : 1
  const back = rounds.flatMap(({ backSeconds }) => backSeconds ?? [])
  console.log(
    `\nEnrichify: cells again after ` +
      `${spreadText(rounds.map(({ recoverySeconds }) => recoverySeconds))}; its jobs back in the queue ` +
      `after ${back.length ? spreadText(back) : '–'}`,
  )
  if (values['no-peer']) console.log('BullMQ: skipped (--no-peer)')
  else {
    const peer = await measureBullmq(drill.stack.superuserUrl)
    console.log(
      `BullMQ, default settings, same PostgreSQL, one kill: ${peer.rerun} jobs begun again after ` +
        `${peer.seconds.toFixed(1)} s, ${peer.doubled} doubled effects`,
    )
    if (back.length) {
      const { median, min, max } = spreadOf(back.map((seconds) => peer.seconds / seconds))
      console.log(`Ratio, jobs of the dead worker back: ${median.toFixed(1)} (${min.toFixed(1)} to ${max.toFixed(1)})`)
    }
  }
} finally {
  await drill.close()
}
