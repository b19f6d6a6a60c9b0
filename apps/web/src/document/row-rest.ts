import { Listeners } from '../ui/listeners.ts'
import type { ViewRows } from './view-rows.ts'

/**
 * Holds the rows still while a person edits, and after it until the focus leaves the edited row: a row that no longer
 * fits the filter, or has another place in the order, stays where it is until then.
 */
export class RowRest {
  readonly #rows: Pick<ViewRows, 'hold'>
  #release: (() => void) | null = null
  #isEditing = false
  #stays: number | null = null
  readonly #left = new Listeners<[number]>()
  /** The focus has left the changed row: it may go where it belongs. */
  onLeft = this.#left.subscribe

  constructor(rows: Pick<ViewRows, 'hold'>) {
    this.#rows = rows
  }

  /** An editor is open on this row; null: it was closed. */
  editing(rowId: number | null): void {
    this.#isEditing = rowId !== null
    this.#move()
  }

  /** The row was changed, or has just been added. */
  edited(rowId: number): void {
    const before = this.#stays
    this.#stays = rowId
    if (before !== null && before !== rowId) this.#left.tell(before)
    this.#move()
  }

  focused(rowId: number | null): void {
    const before = this.#stays
    if (rowId !== before) this.#stays = null
    if (before !== null && rowId !== before) this.#left.tell(before)
    this.#move()
  }

  #move(): void {
    const isHeld = this.#isEditing || this.#stays !== null
    if (isHeld) this.#release ??= this.#rows.hold()
    else {
      this.#release?.()
      this.#release = null
    }
  }
}
