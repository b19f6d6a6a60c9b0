/** Who wants to be told, for data that lives outside React. `subscribe` is as `useSyncExternalStore` wants it. */
export class Listeners<A extends unknown[] = []> {
  readonly #all = new Set<(...args: A) => void>()

  subscribe = (listener: (...args: A) => void): (() => void) => {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  tell(...args: A): void {
    for (const listener of this.#all) listener(...args)
  }
}
