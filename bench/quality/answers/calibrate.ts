import { confidenceKey, wilsonLower, type CalibrationTable, type ConfidenceQuery } from '@enrichify/domain'

/** One value of one site: what proves it, and whether a person annotated it. */
export interface Observation extends ConfidenceQuery {
  site: string
  isRight: boolean
}

export function tableOf(observations: readonly Observation[]): CalibrationTable {
  const table: Record<string, [number, number]> = {}
  for (const observation of observations) {
    const entry = (table[confidenceKey(observation)] ??= [0, 0])
    entry[0] += Number(observation.isRight)
    entry[1] += 1
  }
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export interface Calibration {
  /** Values of sites that were left out, with a confidence from the others. */
  judged: number
  /** Values whose group was too rare among the other sites. */
  silent: number
  /** Expected calibration error over ten bins, and the mean squared error; `flat` is one confidence for all. */
  error: number
  brier: number
  flat: { brier: number }
  bins: { from: number; count: number; said: number; right: number }[]
  /** Groups whose accuracy on the left-out sites is below the lower bound that the others gave. */
  belowBound: number
  groups: number
}

/** Whether confidences hold for sites that they were not made from. Each site in turn is left out. */
export function crossValidate(observations: readonly Observation[], least: number): Calibration {
  const sites = [...new Set(observations.map(({ site }) => site))]
  const judged: { said: number; lower: number; isRight: boolean; key: string }[] = []
  let silent = 0
  for (const site of sites) {
    const table = tableOf(observations.filter((observation) => observation.site !== site))
    for (const observation of observations.filter((each) => each.site === site)) {
      const key = confidenceKey(observation)
      const [right, count] = table[key] ?? [0, 0]
      if (count < least) silent += 1
      else judged.push({ said: right / count, lower: wilsonLower(right, count), isRight: observation.isRight, key })
    }
  }
  const mean = average(judged.map(({ isRight }) => Number(isRight)))
  const bins = Array.from({ length: 10 }, (_, at) =>
    judged.filter(({ said }) => Math.min(9, Math.floor(said * 10)) === at),
  )
  const groups = [...Map.groupBy(judged, ({ key }) => key).values()]
  return {
    judged: judged.length,
    silent,
    error: bins.reduce(
      (sum, bin) =>
        sum +
        (bin.length / Math.max(1, judged.length)) *
          Math.abs(average(bin.map(({ said }) => said)) - average(bin.map(({ isRight }) => Number(isRight)))),
      0,
    ),
    brier: average(judged.map(({ said, isRight }) => (said - Number(isRight)) ** 2)),
    flat: { brier: average(judged.map(({ isRight }) => (mean - Number(isRight)) ** 2)) },
    bins: bins.map((bin, at) => ({
      from: at / 10,
      count: bin.length,
      said: average(bin.map(({ said }) => said)),
      right: average(bin.map(({ isRight }) => Number(isRight))),
    })),
    belowBound: groups.filter(
      (group) => average(group.map(({ isRight }) => Number(isRight))) < average(group.map(({ lower }) => lower)),
    ).length,
    groups: groups.length,
  }
}

function average(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

/** The committed table as a module, so that it is never edited by hand without notice. */
export function printTable(table: CalibrationTable, about: string): string {
  const lines = Object.entries(table).map(([key, [right, count]]) => `  '${key}': [${right}, ${count}],`)
  return `import type { CalibrationTable } from './confidence.ts'

/** Written by \`npm run bench -- answers -- --calibrate\`, not by hand: ${about} */
export const CALIBRATION: CalibrationTable = {
${lines.join('\n')}
}
`
}
