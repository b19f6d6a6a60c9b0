import { englishNumber, Refused } from '@enrichify/domain/values'
import { MAX_IMPORT_COLUMNS, MAX_RECORD_CHARACTERS, recordTooLong, type ImportRecord } from './import-format.ts'

const QUOTE = '"'

/**
 * Splits CSV that comes in pieces into records. Every step moves forward and none looks at the same characters twice,
 * except that the record which a piece cuts in two is read again with the next piece; it has an end, because records
 * do. Libraries go back over what they have read in some malformed files, and hold a record of any size.
 *
 * A quote that opens a cell is closed by one before a delimiter, a line end or the end of the file. Any other quote is
 * text. Lines without any character are skipped.
 */
export class CsvReader {
  readonly #delimiter: string
  #lineEnd: '\n' | '\r' | null = null
  /** The beginning of a record whose end has not come. */
  #rest = ''
  #line = 1

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  read(piece: string, isLast: boolean): ImportRecord[] {
    const text = this.#rest + piece
    const lineEnd = (this.#lineEnd ??= guessLineEnd(text, isLast))
    const records: ImportRecord[] = []
    if (lineEnd === null) return this.#keep(text, 0, records)
    const ends = new Finder(text, lineEnd)
    const quotes = new Finder(text, QUOTE)
    const delimiters = new Finder(text, this.#delimiter)
    let at = 0
    while (at < text.length) {
      const end = ends.from(at)
      if (end === at) {
        this.#line++
        at++
        continue
      }
      const quote = quotes.from(at)
      const line = this.#line
      if (quote < 0 || (end >= 0 && quote > end)) {
        if (end < 0 && !isLast) break
        const next = end < 0 ? text.length : end
        const cells = text.slice(at, withoutReturn(text, at, next)).split(this.#delimiter, MAX_IMPORT_COLUMNS + 1)
        this.#check(line, next - at, cells)
        records.push({ line, cells })
        this.#line++
        at = next + 1
        continue
      }
      const cells: string[] = []
      const next = this.#splitQuoted(text, at, isLast, { ends, quotes, delimiters }, cells)
      if (next === null) break
      this.#check(line, next - at, cells)
      records.push({ line, cells })
      this.#line += countOf(text, lineEnd, at, next)
      at = next
    }
    return this.#keep(text, at, records)
  }

  /** Adds the cells of a record that has quotes. Returns where the next one begins, or null if the end is not there. */
  #splitQuoted(
    text: string,
    start: number,
    isLast: boolean,
    { ends, quotes, delimiters }: Record<'ends' | 'quotes' | 'delimiters', Finder>,
    cells: string[],
  ): number | null {
    for (let at = start; ;) {
      // The one cell too many is enough to refuse the record.
      if (cells.length > MAX_IMPORT_COLUMNS) return at
      let stop: number
      if (text[at] === QUOTE) {
        const close = this.#closingQuote(text, at + 1, isLast, quotes)
        if (close === null) return null
        cells.push(text.slice(at + 1, close.quote).replaceAll('""', QUOTE))
        stop = close.next
      } else {
        const delimiter = delimiters.from(at)
        const end = ends.from(at)
        if (delimiter < 0 && end < 0 && !isLast) return null
        stop = Math.min(...[delimiter, end, text.length].filter((place) => place >= 0))
        cells.push(text.slice(at, stop === end ? withoutReturn(text, at, end) : stop))
      }
      if (stop >= text.length || text[stop] !== this.#delimiter) return stop + 1
      at = stop + 1
    }
  }

  #closingQuote(text: string, from: number, isLast: boolean, quotes: Finder): { quote: number; next: number } | null {
    for (let at = from; ;) {
      const quote = quotes.from(at)
      if (quote < 0) return isLast ? { quote: text.length, next: text.length } : null
      if (text[quote + 1] === QUOTE) {
        at = quote + 2
        continue
      }
      let next = quote + 1
      while (next < text.length && !this.#endsCell(text[next]!) && text[next]!.trim() === '') next++
      if (next === text.length) return isLast ? { quote, next } : null
      if (this.#endsCell(text[next]!)) return { quote, next }
      at = quote + 1
    }
  }

  #endsCell(character: string): boolean {
    return character === this.#delimiter || character === this.#lineEnd
  }

  #check(line: number, length: number, cells: readonly string[]): void {
    if (cells.length > MAX_IMPORT_COLUMNS)
      throw new Refused(
        'too_many_columns',
        `Line ${line} has more than ${englishNumber(MAX_IMPORT_COLUMNS)} columns, which is the most that can be ` +
          'imported. Is the delimiter right?',
        'unprocessable',
      )
    if (length > MAX_RECORD_CHARACTERS) throw recordTooLong(line)
  }

  #keep(text: string, from: number, records: ImportRecord[]): ImportRecord[] {
    this.#rest = text.slice(from)
    if (this.#rest.length > MAX_RECORD_CHARACTERS) throw recordTooLong(this.#line)
    return records
  }
}

/** Looks for a string from ever later places, and through each part of the text once. */
class Finder {
  readonly #text: string
  readonly #what: string
  #found = -2

  constructor(text: string, what: string) {
    this.#text = text
    this.#what = what
  }

  /** @returns -1 if there is none from here on */
  from(place: number): number {
    if (this.#found !== -1 && this.#found < place) this.#found = this.#text.indexOf(this.#what, place)
    return this.#found
  }
}

/** Files of old Macs have a carriage return alone. Null: nothing tells yet. */
function guessLineEnd(text: string, isLast: boolean): '\n' | '\r' | null {
  if (text.includes('\n')) return '\n'
  // The last character may be half of a line end.
  if (text.slice(0, -1).includes('\r')) return '\r'
  return isLast ? '\n' : null
}

function withoutReturn(text: string, start: number, end: number): number {
  return end > start && text[end - 1] === '\r' ? end - 1 : end
}

function countOf(text: string, what: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf(what, from); at >= 0 && at < to; at = text.indexOf(what, at + 1)) count++
  return count
}
