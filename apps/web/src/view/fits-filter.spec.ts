import type { Filter } from '@enrichify/contracts'
import type { CellValue, ColumnKind } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { fitsFilter, leaveWhenEmptied } from './fits-filter.ts'

const fits = (kind: ColumnKind, cell: CellValue, op: Filter['op'], value?: string) =>
  fitsFilter({ column: 'c1', op, ...(value === undefined ? {} : { value }) }, kind, {
    cells: { c1: cell },
    marks: { c1: { state: 'cited', stale: true } },
  })

describe('a row and a filter', () => {
  it.each([
    ['text', 'Acme Ltd', 'contains', 'acme', true],
    ['text', null, 'contains', '', false],
    ['text', 'Acme', 'equals', 'ACME', true],
    ['text', null, 'not_equals', 'Acme', true],
    ['text', 'Acme', 'not_equals', 'Acme', false],
    ['number', 12, 'greater', '10', true],
    ['number', 'many', 'greater', '10', false],
    ['number', 9, 'less', '10', true],
    ['number', 1234.5, 'equals', '1234.50', true],
    ['date', '2026-03-31', 'less', '2026-04-01', true],
    ['date', '2026-03-31', 'greater', '2026-03-31', false],
    ['list', ['rope', 'felt hats'], 'contains', 'rope; felt', true],
    ['text', '', 'empty', undefined, true],
    ['text', 'Acme', 'not_empty', undefined, true],
    ['text', 'Acme', 'state', 'verified,cited', true],
    ['text', 'Acme', 'state', 'given', false],
    ['text', 'Acme', 'flag', 'stale', true],
    ['text', 'Acme', 'reason', 'not_on_page', false],
  ] as const)('%s %j %s %s: %s', (kind, cell, op, value, expected) => {
    expect(fits(kind, cell as CellValue, op, value)).toBe(expected)
  })

  it('is left open where only the server knows', () => {
    expect(fits('text', 'Acme', 'greater', 'B')).toBeNull()
    expect(fits('phone', '+4930123', 'equals', '030 123')).toBeNull()
  })
})

it('emptied cells take their rows out of a view that asks for something in them', () => {
  const leave = (op: Filter['op'], value: string, column = 'c1') =>
    leaveWhenEmptied([{ column, op, value }], ['c1'], () => 'text')
  expect([leave('contains', 'a'), leave('not_empty', ''), leave('empty', ''), leave('contains', 'a', 'c2')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
