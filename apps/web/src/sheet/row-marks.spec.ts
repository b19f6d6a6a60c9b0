import { CompactSelection } from '@glideapps/glide-data-grid'
import { describe, expect, it } from 'vitest'
import { changesOf, countMarks, placesOf, withMarks } from './row-marks.ts'

/** Row n is at place n - 1, as far as the first ten. */
const rows = { idAt: (place: number) => place + 1, placeOf: (id: number) => (id <= 10 ? id - 1 : undefined) }
const places = (selection: CompactSelection) => selection.toArray()

describe('marked rows', () => {
  it('are painted where their rows are, and nowhere between', () => {
    expect(places(placesOf({ kind: 'ids', ids: [7, 1, 2, 400] }, rows, 1000))).toEqual([0, 1, 6])
    expect(places(placesOf({ kind: 'all', except: [2, 3] }, rows, 5))).toEqual([0, 3, 4])
    expect(places(placesOf(null, rows, 5))).toEqual([])
  })

  it('change by what a person has marked and unmarked', () => {
    const before = CompactSelection.fromSingleSelection([0, 4]).add(8)
    expect(changesOf(before, CompactSelection.fromSingleSelection([2, 7]))).toEqual({
      added: [[4, 7]],
      removed: [
        [0, 2],
        [8, 9],
      ],
    })
  })

  it('are named, or all but the named', () => {
    expect(withMarks(null, { added: [3, 4], removed: [] })).toEqual({ kind: 'ids', ids: [3, 4] })
    expect(withMarks({ kind: 'ids', ids: [3] }, { added: [], removed: [3] })).toBeNull()
    const most = withMarks({ kind: 'all', except: [1] }, { added: [1], removed: [5, 6] })
    expect(most).toEqual({ kind: 'all', except: [5, 6] })
    expect([countMarks(most, 100), countMarks(null, 100), countMarks({ kind: 'ids', ids: [3] }, 100)]).toEqual([
      98, 0, 1,
    ])
  })
})
