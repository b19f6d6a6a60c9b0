import { FAULTS, type FaultName } from './faults.ts'
import type { RoundResult } from './round.ts'

export interface Spread {
  median: number
  min: number
  max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { median, min: sorted[0]!, max: sorted.at(-1)! }
}

export function spreadText(values: readonly number[]): string {
  const { median, min, max } = spreadOf(values)
  return `${median.toFixed(2)} s (${min.toFixed(2)} to ${max.toFixed(2)})`
}

/** One line per round, one per fault, and whether all holds. */
export function printReport(results: readonly RoundResult[]): boolean {
  console.log(
    '\nfault            round  struck at     recovered   all back    finished   lost  doubled  begun again  holds',
  )
  for (const each of results) {
    const struck = `${each.struckAtCell}/${each.cells}`
    console.log(
      `${each.fault.padEnd(16)} ${pad(each.round, 5)}  ${struck.padEnd(12)} ` +
        `${pad(each.recoverySeconds.toFixed(2), 8)} s  ${pad(each.backSeconds?.toFixed(2) ?? '–', 8)} s ` +
        `${pad(each.finishedSeconds.toFixed(1), 7)} s ${pad(each.lost, 6)} ${pad(each.doubled, 8)} ` +
        `${pad(each.batchesBegunAgain, 12)}  ` +
        `${each.broken.length ? `NO: ${each.broken.join('; ')}` : 'yes'}`,
    )
  }
  console.log(
    '\nfault            rounds  recovered: median (min to max)   all jobs back in the queue       ' +
      'cells checked  lost  doubled  what “recovered” means',
  )
  for (const name of Object.keys(FAULTS) as FaultName[]) {
    const own = results.filter(({ fault }) => fault === name)
    if (own.length === 0) continue
    const back = own.flatMap(({ backSeconds }) => backSeconds ?? [])
    const total = (key: 'cells' | 'lost' | 'doubled'): number => own.reduce((all, each) => all + each[key], 0)
    console.log(
      `${name.padEnd(16)} ${pad(own.length, 6)}  ` +
        `${spreadText(own.map(({ recoverySeconds }) => recoverySeconds)).padEnd(32)} ` +
        `${(back.length ? spreadText(back) : '–').padEnd(32)} ${pad(total('cells'), 13)} ` +
        `${pad(total('lost'), 5)} ${pad(total('doubled'), 8)}  ${FAULTS[name].measure}`,
    )
  }
  const broken = results.filter((each) => each.broken.length > 0)
  console.log(
    broken.length
      ? `\n${broken.length} of ${results.length} rounds broke an invariant.`
      : `\nAll invariants held in ${results.length} rounds.`,
  )
  return broken.length === 0
}

const pad = (value: unknown, width: number): string => String(value).padStart(width)
