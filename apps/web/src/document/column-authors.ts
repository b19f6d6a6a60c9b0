/** An editor is open for some of them, and not for all of a day. */
const MOST = 100

/** Who else changed columns, as events told it. */
export class ColumnAuthors {
  #changes: { version: number; by: string | null }[] = []

  add(version: number, by: string | null): void {
    this.#changes = [...this.#changes.slice(1 - MOST), { version, by }]
  }

  /** Null: no one since this version, or several people, or no event has told of it. */
  since = (version: number): string | null => {
    const names = new Set(this.#changes.filter((change) => change.version > version).map(({ by }) => by))
    return names.size === 1 ? [...names][0]! : null
  }
}
