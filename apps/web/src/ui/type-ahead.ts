/**
 * Letters typed between the first, which opens an editor, and the moment it has the focus: the grid would begin anew with each of them.
 * One for the page: there is one focus.
 */
export class TypeAhead {
  private held: string | null = null

  /** True when an editor is already on its way: the letter is kept for it, and the grid must not see it. */
  press(letter: string): boolean {
    const opening = this.held !== null
    this.held = (this.held ?? '') + letter
    return opening
  }

  get isOpening(): boolean {
    return this.held !== null
  }

  /** What the editor begins with; null when it was not opened by typing. */
  take(): string | null {
    const text = this.held
    this.held = null
    return text
  }
}

export const typeAhead = new TypeAhead()
