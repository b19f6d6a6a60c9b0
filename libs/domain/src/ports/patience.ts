/** An answer that comes within this time costs no patience. */
const FREE_MS = 5000

/** How long one row waits for each host in all, over pages and tries. */
export class Patience {
  readonly #left = new Map<string, number>()
  readonly #ms: number

  constructor(ms: number) {
    this.#ms = ms
  }

  leftFor(url: URL): number {
    return this.#left.get(hostOf(url)) ?? this.#ms
  }

  /** Time that passed. Of an answer, only what was too slow counts. */
  spend(url: URL, ms: number, { answered = false }: { answered?: boolean } = {}): void {
    this.#left.set(hostOf(url), this.leftFor(url) - Math.max(0, answered ? ms - FREE_MS : ms))
  }
}

/** Other spellings of an address lead to the same machine. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^www\./, '')
}
