/** So many times the places of one holder has a worker in all, so that others find room beside it. */
export const ROOM = 4

interface Places {
  running: number
  waiting: (() => void)[]
}

/**
 * Shares the slots of one worker among holders: workspaces, or people. Each may run so many jobs at a time, and hold
 * some more that wait here. None ever holds so many that the next one would find no slot.
 */
export class FairTurns {
  readonly #of = new Map<string, Places>()

  /**
   * @param places how many jobs of one holder run at a time
   * @param slots how many jobs the worker takes from the queue
   */
  constructor(
    readonly places: number,
    readonly slots = places * ROOM,
  ) {}

  /** Waits for a place. The returned function gives it back. Null: the holder has its share, so come later. */
  async take(holder: string, signal: AbortSignal): Promise<(() => void) | null> {
    const own = this.#of.get(holder) ?? { running: 0, waiting: [] }
    this.#of.set(holder, own)
    // One share stays free for a holder that has none yet.
    const share = Math.max(1, Math.floor(this.slots / (this.#of.size + 1)))
    if (own.running + own.waiting.length >= share) return null
    if (own.running >= this.places && !(await isCalled(own.waiting, signal))) return null
    own.running++
    return () => {
      own.running--
      const next = own.waiting.shift()
      if (next) next()
      else if (own.running === 0) this.#of.delete(holder)
    }
  }
}

/** False: the wait was ended, and its place in the line is free. */
function isCalled(waiting: (() => void)[], signal: AbortSignal): Promise<boolean> {
  return new Promise((done) => {
    const stop = (): void => {
      waiting.splice(waiting.indexOf(call), 1)
      done(false)
    }
    const call = (): void => {
      signal.removeEventListener('abort', stop)
      done(true)
    }
    waiting.push(call)
    signal.addEventListener('abort', stop, { once: true })
  })
}
