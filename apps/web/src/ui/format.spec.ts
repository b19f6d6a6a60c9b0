import { describe, expect, it } from 'vitest'
import { axisTimes, dayName, formatsFor, money, moneyText, monthName, parseMoney, percent } from './format.ts'

describe('money', () => {
  it('shows enough digits and not more', () => {
    expect(
      [0, 1, 0.4, 2100, 21_400, 99_400, 99_600, 240_000, 1_240_000, 999_990_000, 999_996_000, 1_204_300_000].map(money),
    ).toEqual([
      '$0.00',
      '$0.000001',
      '$0.0000004',
      '$0.0021',
      '$0.021',
      '$0.099',
      '$0.10',
      '$0.24',
      '$1.24',
      '$999.99',
      '$1,000',
      '$1,204',
    ])
  })

  it('reads what people type', () => {
    expect(['1.5', '$1,204.50', '1,5', '1,500', ' .25 ', '0', '', 'x', '-1', '1.2.3'].map(parseMoney)).toEqual([
      1_500_000,
      1_204_500_000,
      1_500_000,
      1_500_000_000,
      250_000,
      0,
      null,
      null,
      null,
      null,
    ])
  })

  it('comes back as it went into a field', () => {
    expect([0, 1_240_000, 2100, 5_000_000, 500_000].map(moneyText)).toEqual(['0.00', '1.24', '0.0021', '5.00', '0.50'])
    for (const micros of [0, 1, 2100, 1_240_000, 1_204_300_000]) expect(parseMoney(moneyText(micros))).toBe(micros)
  })
})

it('writes numbers, money, shares and dates as where the person is', () => {
  const { count, money, percent, cellNumber, dayName } = formatsFor('de-DE')
  expect(count.format(12_345)).toBe('12.345')
  expect([cellNumber(7.5), cellNumber(2026), cellNumber(12_345.5)]).toEqual(['7,5', '2026', '12.345,5'])
  expect(money(1_240_000)).toBe('1,24\u00a0$')
  expect([percent(0.5), percent(0.004)]).toEqual(['50\u00a0%', '<1\u00a0%'])
  expect(dayName('2026-11-03')).toBe('3. Nov.')
})

it('names shares, months and days', () => {
  expect([0, 0.004, 0.5, 1].map(percent)).toEqual(['0%', '<1%', '50%', '100%'])
  expect(monthName('2026-11')).toBe('November 2026')
  expect(dayName('2026-11-03')).toBe('Nov 3')
})

it('shows seconds along an axis only when the minutes would repeat', () => {
  const far = axisTimes(['2026-11-29T03:03:05Z', '2026-11-29T03:08:05Z'])
  const near = axisTimes(['2026-11-29T03:03:05Z', '2026-11-29T03:03:45Z'])
  expect(far.join()).not.toMatch(/05/)
  expect(near[0]).toMatch(/03:05/)
  expect(near[1]).toMatch(/03:45/)
  const nearest = axisTimes(['2026-11-29T03:03:05.100Z', '2026-11-29T03:03:05.400Z'])
  expect(nearest[0]).toMatch(/03:05\D1/)
  expect(nearest[1]).toMatch(/03:05\D4/)
})

it('writes the numbers of a sentence of the API as where the person is', () => {
  const { sentence } = formatsFor('de')
  expect(sentence('A webset has at most 1,000,000 rows. 12,500 cells stayed empty, 3 of “1,000 Lakes”.')).toBe(
    'A webset has at most 1.000.000 rows. 12.500 cells stayed empty, 3 of “1,000 Lakes”.',
  )
  expect(sentence('importing 1,234.csv at 10,20,30 of v1,234')).toBe('importing 1,234.csv at 10,20,30 of v1,234')
})
