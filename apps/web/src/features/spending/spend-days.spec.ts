import { describe, expect, it } from 'vitest'
import { daysOf, monthAfter, spendingChart } from './spend-days.ts'

const share = (day: string, providerId: string, micros: number) => ({
  day,
  providerId,
  micros,
  calls: 1,
  savedMicros: 0,
})

describe('a month as bars', () => {
  it('knows its days and its neighbours', () => {
    expect(daysOf('2028-02')).toHaveLength(29)
    expect(daysOf('2026-11').at(-1)).toBe('2026-11-30')
    expect([monthAfter('2026-01', -1), monthAfter('2026-12', 1)]).toEqual(['2025-12', '2027-01'])
  })

  it('has a bar for every day and the dearest provider first', () => {
    const { series, bars } = spendingChart(
      {
        month: '2026-11',
        byDay: [
          share('2026-11-02', 'a', 1),
          share('2026-11-02', 'b', 5),
          share('2026-11-03', 'b', 2),
          share('2026-11-04', 'c', 0),
        ],
      },
      (id) => id.toUpperCase(),
    )
    expect(series).toEqual([
      { id: 'b', label: 'B' },
      { id: 'a', label: 'A' },
    ])
    expect(bars).toHaveLength(30)
    expect(bars[1]).toMatchObject({ key: '2026-11-02', label: 'Nov 2', parts: { a: 1, b: 5 } })
    expect(bars[3]?.parts).toEqual({})
  })

  it('puts many small providers together', () => {
    const byDay = Array.from({ length: 8 }, (_, index) => share('2026-11-01', `p${index}`, 100 - index))
    const { series, bars } = spendingChart({ month: '2026-11', byDay }, (id) => id)
    expect(series.map(({ label }) => label)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', '3 others'])
    expect(bars[0]?.parts.other).toBe(95 + 94 + 93)
  })
})
