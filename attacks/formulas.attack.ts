import { addColumn, addRows, createWebset, getRun, listRows, startRun } from '@enrichify/contracts'
import { isAlive } from '../e2e/drills/processes.ts'
import { until } from '../e2e/drills/until.ts'
import type { Attack } from './attack.ts'
import { calmTimes, compare, peakMb, timesOf } from './bystander.ts'

const nested = (depth: number, inner: string, wrap: (inner: string) => string): string =>
  depth === 0 ? inner : nested(depth - 1, wrap(inner), wrap)

/** Each kind in sizes from harmless to absurd. */
function hostileFormulas(count: number): string[] {
  const kinds: ((size: number) => string)[] = [
    (size) => `LEN(${nested(size, '"a"', (inner) => `SUBSTITUTE(${inner},"a","aaaaaaaaaa")`)})`,
    (size) => `LEN(${nested(size * 3, '"a"', (inner) => `SUBSTITUTE(${inner},"a","aa")`)})`,
    (size) => `LEN(${nested(size, '{Text}', (inner) => `CONCAT(${inner},${inner})`)})`,
    (size) => nested(size, '{Text}', (inner) => `(${inner}&${inner})`),
    (size) => `LEN(JOIN({Text},${Array.from({ length: size * 6 }, () => '"x"').join(',')}))`,
    (size) => `CONTAINS({Text},CONCAT("b",LEFT({Text},${10 ** Math.min(size, 7)})))`,
    (size) => `SUBSTITUTE({Text},CONCAT("b",LEFT({Text},${10 ** Math.min(size, 7)})),"")`,
    (size) => `SPLIT({Text},RIGHT({Text},${10 ** Math.min(size, 7)}),2)`,
    (size) => Array.from({ length: size * 8 }, () => 'LEN({Text})').join('+'),
    (size) => nested(size * 7, '1', (inner) => `(${inner}^9)`),
  ]
  return Array.from({ length: count }, (_, at) => kinds[at % kinds.length]!(1 + (Math.floor(at / kinds.length) % 8)))
}

export const formulas: Attack = {
  name: 'formulas',
  about: 'formulas that grow their texts, read long cells many times, or search in the worst way',
  async run(target) {
    const { call, stack, scale } = target
    const formulas = hostileFormulas(Math.ceil(200 * scale))
    const { id } = await call(createWebset, {
      body: { name: 'Formulas', columns: [{ name: 'Text', kind: 'text' as const }] },
    })
    const params = { id }
    const { rows } = await call(addRows, { params, body: { rows: [{ c1: 'a'.repeat(1_000_000) }, { c1: 'ab' }] } })
    let refused = 0
    for (const [at, formula] of formulas.entries())
      await call(addColumn, {
        params,
        body: { name: `Formula ${at + 1}`, kind: 'text', plan: { method: 'formula', formula, condition: null } },
      }).catch(() => refused++)
    const [api, worker] = [await stack.pidOf('api'), await stack.pidOf('worker')]
    const calm = await calmTimes(target)
    const run = await call(startRun, { params, body: { scope: { kind: 'all' } } as never })
    const running = until(
      'the end of the run',
      async () => ((await call(getRun, { params: { id: run.id } })).state === 'finished' ? true : null),
      { withinMs: 300_000 },
    )
    const [during, peak] = await Promise.all([timesOf(target, running), peakMb(worker, running)])
    const window = await call(listRows, { params, query: { limit: 10 } as never })
    const blank = window.rows.flatMap((row) =>
      Object.keys(row.marks).filter((column) => !row.marks[column]!.state),
    ).length
    return [
      {
        what: `${formulas.length} formulas over ${rows.length} rows`,
        value: `${refused} refused when they were saved, ${blank} cells without a state`,
        promise: 'each cell has a state',
        held: blank === 0,
      },
      {
        what: 'Worker and API',
        value: [isAlive(worker) ? 'alive' : 'dead', isAlive(api) ? 'alive' : 'dead'].join(', '),
        promise: 'the same processes as before',
        held: (await stack.pidOf('worker')) === worker && (await stack.pidOf('api')) === api,
      },
      { what: 'Worker', value: `${peak.toFixed(0)} MB`, promise: 'at most 600 MB', held: peak <= 600 },
      compare('Run of formulas', calm, during),
    ]
  },
}
