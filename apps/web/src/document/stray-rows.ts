import type { Row } from '@enrichify/contracts'
import type { RowRest } from './row-rest.ts'
import type { ViewRows } from './view-rows.ts'

/** Rows that are still shown although they no longer fit the view, because the person has not left them yet. */
export class StrayRows {
  readonly #rows: Pick<ViewRows, 'row' | 'isGone' | 'subscribe'>
  readonly #rest: Pick<RowRest, 'stays' | 'subscribe'>
  readonly #fits: (row: Row) => boolean
  #ids: readonly number[] = []

  /** @param fits false: the row is not among those that the view asks for */
  constructor(
    rows: Pick<ViewRows, 'row' | 'isGone' | 'subscribe'>,
    rest: Pick<RowRest, 'stays' | 'subscribe'>,
    fits: (row: Row) => boolean,
  ) {
    this.#rows = rows
    this.#rest = rest
    this.#fits = fits
  }

  has(rowId: number): boolean {
    if (!this.#rest.stays.has(rowId) || this.#rows.isGone(rowId)) return false
    const row = this.#rows.row(rowId)
    return row !== undefined && !this.#fits(row)
  }

  /** The same list as long as it is the same rows. */
  ids = (): readonly number[] => {
    const now = [...this.#rest.stays].filter((id) => this.has(id))
    if (now.length !== this.#ids.length || now.some((id, at) => id !== this.#ids[at])) this.#ids = now
    return this.#ids
  }

  subscribe = (listener: () => void): (() => void) => {
    const stops = [this.#rows.subscribe(listener), this.#rest.subscribe(listener)]
    return () => stops.forEach((stop) => stop())
  }
}
