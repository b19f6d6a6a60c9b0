import { Listeners } from './listeners.ts'
import { TypeAhead, type Typed } from './type-ahead.ts'

/**
 * Keys that are pressed while a row is being added: its cells do not exist yet, so the keys wait for them. There is one
 * per page, because there is one focus.
 */
export class NewRowKeys {
  #ahead: TypeAhead | null = null
  readonly #moved = new Listeners()
  subscribe = this.#moved.subscribe

  /** The next letter is for a row that is on its way. */
  get isTaking(): boolean {
    return this.#ahead !== null
  }

  /** What waits, as the person should see it; null: no row is on its way. */
  text = (): string | null =>
    this.#ahead &&
    this.#ahead
      .typed()
      .map(({ text }) => text)
      .join(' ')

  /**
   * A row is being added. Call `end` when the row is there, or when it will not come.
   * @param typed is for the row already
   * @returns `typed`: what was typed for it so far; `end`: the same, and no more will be
   */
  begin(typed: readonly Typed[] = []): { typed: () => readonly Typed[]; end: () => readonly Typed[] } {
    const ahead = new TypeAhead({ opensEditor: false, typed })
    this.#set(ahead)
    const end = () => {
      if (this.#ahead === ahead) this.#set(null)
      return ahead.typed()
    }
    return { typed: () => ahead.typed(), end }
  }

  /** The person has gone to another cell: further keys are for that one. */
  stop(): void {
    if (this.#ahead) this.#set(null)
  }

  /** True: the key was taken. */
  press(key: string, shift: boolean): boolean {
    const isTaken = this.#ahead?.press(key, shift) === true
    this.#moved.tell()
    return isTaken
  }

  #set(ahead: TypeAhead | null): void {
    this.#ahead = ahead
    this.#moved.tell()
  }
}

export const newRowKeys = new NewRowKeys()
