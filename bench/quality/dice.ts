/** Random values that repeat: the same seed gives the same numbers on every machine. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** mulberry32: a number from 0 up to but not including 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)] as T
  }

  /** Two different ones. */
  pair<T>(list: readonly T[]): [T, T] {
    const first = this.int(0, list.length - 1)
    return [list[first] as T, list[(first + this.int(1, list.length - 1)) % list.length] as T]
  }

  digits(count: number): string {
    return Array.from({ length: count }, (_, at) => (at === 0 ? this.int(1, 9) : this.int(0, 9))).join('')
  }
}
