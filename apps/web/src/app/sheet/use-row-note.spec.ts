import { expect, it } from 'vitest'
import { fateWords } from './use-row-note.ts'

it('says of a row only what the view makes sure', () => {
  const words = (place: number | null) =>
    [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ].map(([isFiltered = false, isSorted = false]) => fateWords(place, { isFiltered, isSorted }))
  expect(words(1499)).toEqual([null, 'moved to row 1,500.', null, 'moved to row 1,500.'])
  expect(words(null)).toEqual([
    null,
    'moved to another place of the order.',
    'does not fit the filter.',
    'does not fit the filter, or moved far.',
  ])
})
