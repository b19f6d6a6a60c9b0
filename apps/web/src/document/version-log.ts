/**
 * How far this page has seen the changes of a webset. Versions follow each other without gaps, and events of two
 * processes may overtake each other: a gap that stays has to be asked for.
 */
export class VersionLog {
  #seen: number
  readonly #ahead = new Set<number>()

  constructor(seen: number) {
    this.#seen = seen
  }

  /** Everything up to this version is known. */
  get seen(): number {
    return this.#seen
  }

  get hasGap(): boolean {
    return this.#ahead.size > 0
  }

  /** False: it was seen before. */
  take(version: number): boolean {
    if (version <= this.#seen || this.#ahead.has(version)) return false
    this.#ahead.add(version)
    while (this.#ahead.delete(this.#seen + 1)) this.#seen++
    return true
  }

  /** Everything up to `version` was asked for. */
  catchUp(version: number): void {
    this.#seen = Math.max(this.#seen, version)
    for (const ahead of this.#ahead) if (ahead <= this.#seen) this.#ahead.delete(ahead)
    while (this.#ahead.delete(this.#seen + 1)) this.#seen++
  }
}
