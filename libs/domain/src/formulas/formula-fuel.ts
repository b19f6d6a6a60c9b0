import { FormulaError } from './parse-formula.ts'

/** In characters that are read, compared or written: about 20 ms of one core at most. */
const MOST_WORK = 2_000_000
/** Searching compares the part at each place of the text; the engine compares about this many characters at a time. */
const SEARCH_STEP = 16

/**
 * What the evaluation of one formula for one row may use up. Work is counted before it is done, so that neither time
 * nor memory is spent on what is refused. Throws `FormulaError`.
 */
export class FormulaFuel {
  #left = MOST_WORK

  spend(characters: number): void {
    this.#left -= characters
    if (this.#left < 0)
      throw new FormulaError(
        'The formula is too much work for this row. It makes or searches texts that are too long.',
        0,
      )
  }

  /** Engines search in quadratic time at worst: a long part of which each place of the text nearly is an occurrence. */
  search(text: string, part: string): void {
    this.spend(text.length * (1 + Math.floor(part.length / SEARCH_STEP)))
  }

  join(texts: readonly string[], separator: string): string {
    this.spend(texts.reduce((sum, text) => sum + text.length + separator.length, 0))
    return texts.join(separator)
  }

  /** Nothing is nowhere in a text: an empty `old` leaves it as it is. */
  substitute(text: string, old: string, by: string): string {
    if (old === '') return text
    this.search(text, old)
    let places = 0
    for (let at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length)) places += 1
    this.spend(places * by.length)
    return text.replaceAll(old, () => by)
  }
}
