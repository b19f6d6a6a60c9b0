/** Someone else, or a run, whose `by` is null. */
export interface Other {
  by: string | null
}

/** What a view has to repaint. `other`: not this page made the change, so it is highlighted. */
export type RowsChange =
  | { kind: 'all' }
  | { kind: 'rows'; first: number; last: number }
  | { kind: 'cells'; cells: { rowId: number; columnId: string; index: number }[]; other: Other | null }

export interface RowsStatus {
  /** Null until the first answer. */
  total: number | null
  error: unknown
  loading: boolean
  /** The server is still making the order of a large sheet. */
  building: { done: number; total: number } | null
}
