import { expect, it } from 'vitest'
import type { SheetColumn, SheetMark } from '../sheet-types.ts'
import { makeCell } from './sheet-cell.ts'

const column: SheetColumn = { id: 'c', name: 'Phone', kind: 'text', width: 100, options: [], isEnrichment: true }
const context = { readonly: false, changedAt: null, unsaved: null, isPending: false, isLeaving: false, isStray: false }
const shown = (value: string | null, mark: SheetMark, of = column) => {
  const { copyData, data } = makeCell({ id: 1, cells: { c: value }, marks: { c: mark } }, of, context)
  return [data.text + data.quiet, copyData]
}

it('says of an answer that a person took out that it is left empty', () => {
  expect(shown(null, { state: 'human' })).toEqual(['emptied by a person', 'emptied by a person'])
  expect(shown('typed', { state: 'human' })).toEqual(['typed', 'typed, entered by a person'])
  expect(shown(null, { state: 'human', pending: true })).toEqual(['', 'waiting for an answer'])
  expect(shown(null, { state: 'empty', empty: 'not_on_page' })).toEqual(['not on page', 'not on page'])
  // No run fills a plain column.
  expect(shown(null, { state: 'human' }, { ...column, isEnrichment: false })[0]).toBe('')
})
