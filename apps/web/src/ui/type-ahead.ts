export interface Typed {
  text: string
  /** The editor was closed before it had opened: the text is final, and the focus moves by columns and rows. */
  leave: readonly [-1 | 0 | 1, -1 | 0 | 1] | null
}

/**
 * Keys pressed between the first one, which opens an editor, and the moment the editor has the focus. Without this,
 * the grid would start again with each letter. There is one per page, because there is one focus.
 */
export class TypeAhead {
  private held: Typed | null = null

  get isOpening(): boolean {
    return this.held !== null
  }

  /** True when an editor is about to open: the key is stored for it, and the grid must not see it. */
  press(key: string, shift = false): boolean {
    const letter = key.length === 1
    if (this.held === null) {
      if (letter) this.held = { text: key, leave: null }
      return false
    }
    if (key === 'Backspace') this.held = { ...this.held, text: this.held.text.slice(0, -1) }
    else if (key === 'Enter') this.held = { ...this.held, leave: [0, shift ? -1 : 1] }
    else if (key === 'Tab') this.held = { ...this.held, leave: [shift ? -1 : 1, 0] }
    else if (letter && !this.held.leave) this.held = { ...this.held, text: this.held.text + key }
    else if (key === 'Escape') this.held = null
    return key !== 'Escape'
  }

  /** The editor's initial text; null when it was not opened by typing. */
  take(): Typed | null {
    const typed = this.held
    this.held = null
    return typed
  }
}

export const typeAhead = new TypeAhead()
