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

it('does not say that a row left the filter which it fits', () => {
  const words = (isSorted: boolean, fits: boolean) => fateWords(null, { isFiltered: true, isSorted, fits })
  expect([words(true, true), words(false, true)]).toEqual(['moved to another place of the order.', null])
  expect([words(true, false), words(false, false)]).toEqual(['does not fit the filter.', 'does not fit the filter.'])
})

it('says it of several rows, too', () => {
  const words = (isSorted: boolean) => fateWords(null, { isFiltered: true, isSorted }, 3)
  expect([words(false), words(true)]).toEqual(['do not fit the filter.', 'do not fit the filter, or moved far.'])
  expect(fateWords(7, { isFiltered: false, isSorted: true }, 3)).toBe('moved to other places.')
})
