/** Work of one process beside other work, or alone in it. */
export class SharedProcess {
  #beside = 0
  /** The last one who wants to be alone; the next one comes after. */
  #alone: Promise<void> | null = null
  #whenEmpty: (() => void) | null = null

  /** Waits while someone is alone, or waits for it. */
  async beside<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    while (this.#alone) await unlessAborted(this.#alone, signal)
    this.#beside++
    try {
      return await work()
    } finally {
      if (--this.#beside === 0) this.#whenEmpty?.()
    }
  }

  /** Waits until nothing else is under way. Meanwhile nothing else begins. */
  async alone<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    while (this.#alone) await unlessAborted(this.#alone, signal)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#alone = promise
    try {
      if (this.#beside > 0) await unlessAborted(new Promise<void>((empty) => (this.#whenEmpty = empty)), signal)
      return await work()
    } finally {
      this.#whenEmpty = null
      this.#alone = null
      resolve()
    }
  }
}

async function unlessAborted(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const leave = (): void => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  try {
    await Promise.race([waiting, promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
