import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellValue } from '../cells/cell.ts'
import type { ColumnKind } from './column-type.ts'
import { COLUMN_TYPES, guessColumnKind } from './index.ts'

const parse = (kind: ColumnKind, text: string, settings = {}) => {
  const parsed = COLUMN_TYPES[kind].parse(text, settings)
  return parsed.ok ? parsed.value : `refused: ${parsed.reason}`
}

describe('a typed column reads', () => {
  it.each<[ColumnKind, string, CellValue]>([
    ['number', '1,234.5', 1234.5],
    ['number', '1.234,5', 1234.5],
    ['number', '1 234,5', 1234.5],
    ['number', '-7', -7],
    ['number', '', null],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '31.12.2024', '2024-12-31'],
    ['date', '13/04/2024', '2024-04-13'],
    ['date', 'March 3, 2024', '2024-03-03'],
    ['url', 'example.com/about', 'https://example.com/about'],
    ['url', 'http://168.215.203.60/', 'http://168.215.203.60/'],
    ['email', ' Jo@Example.COM ', 'Jo@example.com'],
    ['phone', '+49 30 1234567', '+49301234567'],
    ['phone', '+1 415 555 0100;ext=12', '+14155550100;ext=12'],
    ['boolean', 'Yes', true],
    ['boolean', '0', false],
    ['list', 'a; b ;c', ['a', 'b', 'c']],
    ['list', '["a; b","c"]', ['a; b', 'c']],
    ['text', ' as it is ', ' as it is '],
  ])('%s: %j', (kind, text, value) => expect(parse(kind, text)).toEqual(value))

  it('national phone numbers in the region of the column', () =>
    expect(parse('phone', '030 1234567', { region: 'DE' })).toBe('+49301234567'))
  it('choices in their own spelling', () => expect(parse('choice', 'RED', { options: ['Red', 'Blue'] })).toBe('Red'))
})

describe('a typed column refuses, and says what it would take,', () => {
  it.each<[ColumnKind, string]>([
    ['number', '12 apples'],
    ['number', '12345678901234567890'],
    ['number', '007'],
    ['date', '03/04/2024'],
    ['date', '2023-02-29'],
    ['date', '2024-13-01'],
    ['url', 'javascript:alert(1)'],
    ['url', 'not a site'],
    ['email', 'a@b'],
    ['email', '.a@example.com'],
    ['phone', 'call us'],
    ['boolean', 'perhaps'],
  ])('%s: %j', (kind, text) => expect(parse(kind, text)).toMatch(/^refused: (?:is|has)/))
  it('a choice that is none', () =>
    expect(parse('choice', 'Green', { options: ['Red'] })).toBe('refused: is not one of Red'))
})

it('what a column shows is read back as the same value', () => {
  const values: Record<ColumnKind, fc.Arbitrary<CellValue>> = {
    text: fc.string({ minLength: 1 }),
    number: fc.integer({ min: -1e14, max: 1e14 }),
    date: fc
      .date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    url: fc.webUrl(),
    email: fc.constantFrom('a@b.co', 'x.y+z@sub.example.com'),
    phone: fc.constantFrom('+14155550100', '+49301234567;ext=5'),
    choice: fc.constantFrom('Red', 'Dark blue'),
    boolean: fc.boolean(),
    list: fc.array(
      fc.stringMatching(/^[a-z ]*[a-z]$/).map((text) => text.trim()),
      { minLength: 1 },
    ),
  }
  for (const [kind, values_] of Object.entries(values) as [ColumnKind, fc.Arbitrary<CellValue>][]) {
    fc.assert(
      fc.property(values_, (value) => {
        expect(parse(kind, COLUMN_TYPES[kind].format(value))).toEqual(value)
      }),
    )
  }
})

describe('guessColumnKind', () => {
  it.each<[ColumnKind, string[]]>([
    ['url', ['acme.com', 'https://b.org', 'c.co.uk']],
    ['email', ['a@b.co', 'c@d.org']],
    ['number', ['1', '2.5', '-3']],
    ['text', ['01234', '99999']],
    ['date', ['2024-01-01', '31.12.2023']],
    ['phone', ['(415) 555-0100', '+49 30 1234567']],
    ['boolean', ['yes', 'no', 'yes']],
    ['text', ['Acme', 'Miller & Sons']],
    ['text', []],
    ['choice', Array.from({ length: 40 }, (_, index) => ['red', 'green', 'blue'][index % 3]!)],
  ])('%s', (kind, samples) => expect(guessColumnKind(samples)).toBe(kind))
  it('one stray cell in twenty does not change the type', () =>
    expect(guessColumnKind([...Array.from({ length: 19 }, (_, index) => `c${index}.com`), 'unknown'])).toBe('url'))
})
