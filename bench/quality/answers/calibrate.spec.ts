import { confidenceOf } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { crossValidate, printTable, tableOf, type Observation } from './calibrate.ts'

const observation = (site: number, isRight: boolean): Observation => ({
  site: `site-${site}`,
  kind: 'phone',
  source: 'text',
  state: 'verified',
  pages: 1,
  isRight,
})

describe('calibration', () => {
  const observations = Array.from({ length: 100 }, (_, at) => observation(at % 10, at < 90))

  it('counts by the proof of a value, and says nothing about what it saw seldom', () => {
    const table = tableOf(observations)
    expect(table).toEqual({ 'phone text verified one': [90, 100] })
    expect(confidenceOf({ kind: 'phone', source: 'text', state: 'verified', pages: 1 }, table)).toMatchObject({
      accuracy: 0.9,
      n: 100,
    })
    expect(confidenceOf({ kind: 'phone', source: 'text', state: 'verified', pages: 2 }, table)).toBeNull()
    expect(
      confidenceOf(
        { kind: 'phone', source: 'text', state: 'verified', pages: 1 },
        { 'phone text verified one': [29, 29] },
      ),
    ).toBeNull()
  })

  it('judges each site by the others', () => {
    const leftOut = crossValidate(observations, 30)
    expect(leftOut).toMatchObject({ judged: 100, silent: 0, belowBound: 0 })
    expect(leftOut.error).toBeLessThan(0.02)
    expect(crossValidate(observations.slice(0, 20), 30)).toMatchObject({ judged: 0, silent: 20 })
  })

  it('prints a module', () =>
    expect(printTable(tableOf(observations), 'a test.')).toContain("  'phone text verified one': [90, 100],"))
})
