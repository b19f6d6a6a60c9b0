import type { Column } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { changeWords } from './change-words.ts'

const columns = [{ id: 'c1', name: 'Company' }] as Column[]
const cell = (row: string, before: string | null, after: string | null, columnId = 'c1') => ({
  rowId: 1,
  row,
  columnId,
  before,
  after,
})

it('one cell is shown with its value before and after', () => {
  expect(changeWords({ size: 1, cells: [cell('Acme', 'Acme', 'Acme Ltd')] }, columns)).toEqual(['Acme → Acme Ltd'])
  expect(changeWords({ size: 1, cells: [cell('Acme', null, 'x'.repeat(100))] }, columns)).toEqual([
    `empty → ${'x'.repeat(60)}…`,
  ])
})

it('of many cells the first ones are shown with their names, and how many others there are', () => {
  const cells = [cell('Acme', 'A', null), cell('Beta', 'B', 'C', 'c9')]
  const lines = ['Company of “Acme”: A → empty', 'A deleted column of “Beta”: B → C']
  expect(changeWords({ size: 2, cells }, columns)).toEqual(lines)
  expect(changeWords({ size: 40, cells }, columns)).toEqual([...lines, 'and 38 others'])
})

it('what changed no cell has nothing to show', () => {
  expect(changeWords({ size: 12, cells: [] }, columns)).toEqual([])
})
