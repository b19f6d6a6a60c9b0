export interface Typed {
  text: string
  /** The editor was closed before it had opened: the text is final, and the focus moves by columns and rows. */
  leave: readonly [-1 | 0 | 1, -1 | 0 | 1] | null
}

/**
 * Keys pressed between the first one, which opens an editor, and the moment the editor has the focus: perhaps several
 * values, each ended by Enter or Tab. Without this, the grid would start again with each letter. There is one per page,
 * because there is one focus.
 */
export class TypeAhead {
  #typed: Typed[]
  #isLeaving = false
  readonly #opensEditor: boolean

  /** `opensEditor`: the grid gets the first letter, which opens an editor with it. */
  constructor({ opensEditor = true, typed = [] }: { opensEditor?: boolean; typed?: readonly Typed[] } = {}) {
    this.#opensEditor = opensEditor
    this.#typed = [...typed]
  }

  get isOpening(): boolean {
    return this.#typed.length > 0
  }

  /** True when an editor is about to open: the key is stored for it, and the grid must not see it. */
  press(key: string, shift = false): boolean {
    const letter = key.length === 1
    const last = this.#typed.at(-1)
    if (!last) {
      if (letter) this.#typed = [{ text: key, leave: null }]
      return letter && !this.#opensEditor
    }
    if (key === 'Escape') {
      this.#typed = []
      return false
    }
    if (last.leave) {
      // The next value, in the next cell.
      if (letter) this.#typed.push({ text: key, leave: null })
    } else if (key === 'Backspace') last.text = last.text.slice(0, -1)
    else if (key === 'Enter') last.leave = [0, shift ? -1 : 1]
    else if (key === 'Tab') last.leave = [shift ? -1 : 1, 0]
    else if (letter) last.text += key
    return true
  }

  /** The editor's initial text; null when it was not opened by typing. */
  take(): Typed | null {
    const typed = this.#typed.shift() ?? null
    this.#isLeaving = typed?.leave != null
    if (!this.#isLeaving) this.#typed = []
    return typed
  }

  /** The values after the one that an editor has just left with; empty when the focus moved for another reason. */
  takeRest(): Typed[] {
    const rest = this.#isLeaving ? this.#typed : []
    this.#typed = []
    this.#isLeaving = false
    return rest
  }

  /** The values, for cells that are there now: no editor takes them any more. */
  takeAll(): Typed[] {
    const typed = this.#typed
    this.#typed = []
    this.#isLeaving = false
    return typed
  }

  /** The row of these values is not here yet. What is typed next comes after them. */
  putBack(typed: readonly Typed[]): void {
    this.#typed = [...typed]
  }

  /** Everything that was typed, in its order. */
  typed(): readonly Typed[] {
    return this.#typed
  }

  /**
   * Text that came as a whole, for a value that is not finished yet: the next one, if an editor is about to open. True:
   * one has to be opened for it.
   */
  goOn(text: string): boolean {
    const last = this.#typed.at(-1)
    if (last && !last.leave) last.text += text
    else this.#typed.push({ text, leave: null })
    return !last
  }
}

export const typeAhead = new TypeAhead()
