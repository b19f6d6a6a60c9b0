import type { Column } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { filterWords, operatorsFor, valuesFor } from './filter-words.ts'

const column = (change: Partial<Column>): Column => ({
  id: 'c1',
  name: 'Open',
  kind: 'boolean',
  position: 0,
  width: 100,
  settings: {},
  enrichment: null,
  ...change,
})

it('says a filter as a person would', () => {
  const columns = [column({}), column({ id: 'c2', name: 'City', kind: 'text' })]
  expect(filterWords({ column: 'c1', op: 'equals', value: 'true' }, columns)).toBe('Open is Yes')
  expect(filterWords({ column: 'c2', op: 'contains', value: 'Bonn' }, columns)).toBe('City contains Bonn')
  expect(filterWords({ column: 'c2', op: 'empty' }, columns)).toBe('City is empty')
  expect(filterWords({ column: 'c9', op: 'empty' }, columns)).toBe('A deleted column')
})

it('offers states and reasons only where answers are', () => {
  const formula = { method: 'formula', formula: '1', condition: null } as const
  expect(operatorsFor(column({}))).not.toContain('state')
  expect(operatorsFor(column({ enrichment: formula }))).toEqual(expect.arrayContaining(['state', 'reason', 'flag']))
  expect(valuesFor(column({ kind: 'text' }), 'contains')).toBeNull()
  expect(valuesFor(column({ kind: 'text' }), 'empty')).toEqual([])
})
