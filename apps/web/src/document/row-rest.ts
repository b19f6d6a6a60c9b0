import { Listeners } from '../ui/listeners.ts'
import type { ViewRows } from './view-rows.ts'

/**
 * Holds the rows still while a person edits, and after it until the focus leaves the edited rows: a row that no longer
 * fits the filter, or has another place in the order, stays where it is until then.
 */
export class RowRest {
  readonly #rows: Pick<ViewRows, 'hold'>
  #release: (() => void) | null = null
  #isEditing = false
  #stays: ReadonlySet<number> = new Set()
  readonly #left = new Listeners<[readonly number[]]>()
  /** The focus has left the changed rows: they may go where they belong. */
  onLeft = this.#left.subscribe

  readonly #moved = new Listeners()
  /** Other rows stay, or none. */
  subscribe = this.#moved.subscribe

  constructor(rows: Pick<ViewRows, 'hold'>) {
    this.#rows = rows
  }

  /** Changed rows that stay until the focus leaves them. */
  get stays(): ReadonlySet<number> {
    return this.#stays
  }

  /** An editor is open on this row; null: it was closed. */
  editing(rowId: number | null): void {
    this.#isEditing = rowId !== null
    this.#move()
  }

  /** The rows were changed, or have just been added. */
  edited(...rowIds: readonly number[]): void {
    const before = this.#stays
    // One row of those that stay is edited again: the others stay, too.
    if (rowIds.length > 0 && !rowIds.every((id) => before.has(id))) {
      this.#stays = new Set(rowIds)
      this.#tell([...before].filter((id) => !this.#stays.has(id)))
    }
    this.#move()
  }

  /** Rows came with those that stay, if the focus has not left them meanwhile. */
  joined = (rowIds: readonly number[]): void => {
    if (this.#stays.size === 0 || rowIds.length === 0) return
    this.#stays = new Set([...this.#stays, ...rowIds])
    this.#moved.tell()
  }

  focused(rowId: number | null): void {
    const before = this.#stays
    if (rowId === null || !before.has(rowId)) {
      this.#stays = new Set()
      this.#tell([...before])
    }
    this.#move()
  }

  /** A step was taken back: nothing stays for its sake. The person has not left the rows; nothing is said of them. */
  tookBack = (): void => {
    this.#stays = new Set()
    this.#move()
  }

  #tell(left: readonly number[]): void {
    if (left.length > 0) this.#left.tell(left)
  }

  #move(): void {
    const isHeld = this.#isEditing || this.#stays.size > 0
    if (isHeld) this.#release ??= this.#rows.hold()
    else {
      this.#release?.()
      this.#release = null
    }
    this.#moved.tell()
  }
}
