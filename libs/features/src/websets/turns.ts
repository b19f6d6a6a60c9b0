import { RateLimited } from '@enrichify/domain'

interface Waiting {
  begin: () => void
  refuse: (reason: unknown) => void
}

/**
 * Lets a few do heavy work at a time. Workspaces take turns; within one, who came last is first, because a person has
 * moved on from what they asked before.
 */
export class Turns {
  /** By workspace, the next one first. */
  readonly #waiting = new Map<string, Waiting[]>()
  #running = 0

  /**
   * @param mostWaiting of one workspace; one more takes the place of the oldest, which is refused
   * @param crowded what the one that is refused reads
   */
  constructor(
    private readonly most: number,
    private readonly mostWaiting: number,
    private readonly crowded = 'Too many views of large sheets were asked for at once. Try again.',
  ) {}

  async take<T>(workspaceId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    if (this.#running >= this.most) await this.#wait(workspaceId, signal)
    else this.#running++
    try {
      return await work()
    } finally {
      this.#running--
      this.#next()
    }
  }

  async #wait(workspaceId: string, signal: AbortSignal): Promise<void> {
    const { promise, resolve: begin, reject: refuse } = Promise.withResolvers<void>()
    const own: Waiting = { begin, refuse }
    const queue = this.#waiting.get(workspaceId) ?? []
    queue.push(own)
    this.#waiting.set(workspaceId, queue)
    if (queue.length > this.mostWaiting) queue.shift()!.refuse(new RateLimited(this.crowded, Date.now() + 2000))
    const leave = (): void => {
      this.#remove(workspaceId, own)
      refuse(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  #next(): void {
    if (this.#running >= this.most) return
    for (const [workspaceId, queue] of this.#waiting) {
      // To the end of the line.
      this.#waiting.delete(workspaceId)
      const next = queue.pop()
      if (queue.length) this.#waiting.set(workspaceId, queue)
      if (!next) continue
      this.#running++
      next.begin()
      return
    }
  }

  #remove(workspaceId: string, own: Waiting): void {
    const queue = this.#waiting.get(workspaceId)
    if (!queue) return
    const at = queue.indexOf(own)
    if (at >= 0) queue.splice(at, 1)
    if (queue.length === 0) this.#waiting.delete(workspaceId)
  }
}
