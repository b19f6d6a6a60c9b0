import { describe, expect, it } from 'vitest'
import { readOpenCell, readView } from './view-state.ts'

describe('the view in the address', () => {
  it('reads search, sort and filters', () => {
    const params = new URLSearchParams({
      q: 'dental',
      sort: 'c2:desc',
      filter: JSON.stringify([{ column: 'c2', op: 'not_empty' }]),
    })
    expect(readView(params)).toEqual({
      search: 'dental',
      sort: 'c2:desc',
      filters: [{ column: 'c2', op: 'not_empty' }],
    })
  })
  it('leaves out what makes no sense', () => {
    expect(readView(new URLSearchParams({ sort: 'name', filter: '[{"column":"c1","op":"nonsense"},1' }))).toEqual({
      search: '',
      sort: null,
      filters: [],
    })
    expect(readView(new URLSearchParams({ filter: '[{"op":1},{"column":"c1","op":"empty"}]' })).filters).toEqual([
      { column: 'c1', op: 'empty' },
    ])
  })
  it('reads the open cell', () => {
    expect(readOpenCell(new URLSearchParams({ cell: '12.c3' }))).toEqual({ rowId: 12, columnId: 'c3' })
    expect(readOpenCell(new URLSearchParams({ cell: 'x' }))).toBeNull()
  })
})
