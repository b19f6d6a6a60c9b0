import { expect, it } from 'vitest'
import { formulaProblem } from './check-draft.ts'
import { placeInShown } from './formula-place.ts'
import { openReference, putReference, suggestColumns, unknownReferences } from './reference-typing.ts'

const columns = [
  { id: 'c1', name: 'Company' },
  { id: 'c22', name: 'Old company' },
  { id: 'c3', name: 'City' },
]

it('offers columns while a brace is open', () => {
  expect(openReference('Who is {Com', 11)).toEqual({ from: 7, typed: 'Com' })
  expect(openReference('Who is {Company} and', 20)).toBeNull()
  expect(openReference('no brace', 3)).toBeNull()
  expect(suggestColumns(columns, 'com').map(({ name }) => name)).toEqual(['Company', 'Old company'])
  expect(putReference('Who is {Com}?', 7, 11, 'Company')).toEqual({ text: 'Who is {Company}?', caret: 16 })
  expect(unknownReferences('{Company} {Unknown}', columns)).toEqual(['Unknown'])
})

it('finds the place of a mistake in the text as it was written', () => {
  const shown = 'LEN({Company}) + NOPE({City})'
  expect(placeInShown(shown, 'LEN({c1}) + '.length, columns)).toBe(shown.indexOf('NOPE'))
  expect(formulaProblem(shown, columns)).toEqual({ message: 'There is no function NOPE.', at: shown.indexOf('NOPE') })
  expect(formulaProblem('{Old company} > ', columns)?.at).toBe('{Old company} > '.length)
  expect(formulaProblem('{Unknown}', columns)).toMatchObject({ at: 0 })
  expect([formulaProblem('', columns), formulaProblem('{City} = "Bonn"', columns)]).toEqual([null, null])
})
