import type { RunCell } from '../websets/cell-writes.ts'

/** A cell as a run writes it: empty, apart from what the test says. */
export const runCell = (cell: Partial<RunCell>): RunCell => ({
  rowId: 1,
  columnId: 'c2',
  value: null,
  state: 'empty',
  empty: 'not_on_page',
  primary: null,
  evidence: [],
  candidates: [],
  pages: [],
  costMicros: 0,
  trace: [],
  inputHash: null,
  conflict: false,
  refresh: null,
  fillsEmptied: false,
  ...cell,
})
