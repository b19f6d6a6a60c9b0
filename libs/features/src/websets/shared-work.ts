/** Work that several may wait for. It ends when all of them have left, unless someone was told that it goes on. */
export class SharedWork<T> {
  readonly done: Promise<T>
  readonly #ending = new AbortController()
  #waiting = 0
  #isKept = false

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.done = work(this.#ending.signal)
    // Those who wait hear of it.
    this.done.catch(() => {})
  }

  /** It was ended, and will fail if it has not yet. */
  get isEnded(): boolean {
    return this.#ending.signal.aborted
  }

  /** @throws the signal’s reason when it comes before the work is done */
  async wait(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    const left = Promise.withResolvers<never>()
    const leave = (): void => left.reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    this.#waiting++
    try {
      return await Promise.race([this.done, left.promise])
    } finally {
      signal.removeEventListener('abort', leave)
      if (--this.#waiting === 0 && !this.#isKept) this.end(signal.reason)
    }
  }

  /** It goes on without anyone who waits. */
  keep(): void {
    this.#isKept = true
  }

  end(reason: unknown): void {
    this.#ending.abort(reason)
  }
}
