import { Listeners } from '../../ui/listeners.ts'
import type { CellRef } from '../sheet-types.ts'

/** What happened to the cell while its editor is open, as a sentence. */
type Notice = string | null

/** The one editor that may be open. The grid mounts it far from the sheet, so the two meet here. */
class OpenEditor {
  #cell: CellRef | null = null
  #notice: Notice = null
  #draft: { cell: CellRef; text: string; original: string } | null = null
  readonly #moved = new Listeners()

  get cell(): CellRef | null {
    return this.#cell
  }
  notice = (): Notice => this.#notice

  subscribe = this.#moved.subscribe

  open(cell: CellRef): () => void {
    this.#set(cell, null)
    return () => {
      if (this.#cell === cell) this.#set(null, null)
    }
  }

  /** What is in the editor now, and what was in the cell when it opened. */
  write(cell: CellRef, text: string, original: string): void {
    this.#draft = { cell, text, original }
  }

  /** What would be lost if the sheet went away now. */
  unfinished(): { cell: CellRef; text: string } | null {
    return this.#cell && this.#draft && this.#draft.text !== this.#draft.original ? this.#draft : null
  }

  tell(notice: Notice): void {
    if (this.#cell) this.#set(this.#cell, notice)
  }

  #set(cell: CellRef | null, notice: Notice): void {
    this.#cell = cell
    this.#notice = notice
    if (!cell) this.#draft = null
    this.#moved.tell()
  }
}

export const openEditor = new OpenEditor()
