import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { englishNumber, plural, Refused, unescapeFormula } from '@enrichify/domain'
import Papa from 'papaparse'
import { guessEncoding } from './encoding.ts'
import { MAX_IMPORT_COLUMNS, type ImportFormat, type ImportRecord } from './import-format.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
/** A longer "line" is an unclosed quote, or the file is not CSV. Without a limit the whole of it would be in memory. */
const MAX_RECORD_CHARACTERS = 8_000_000

export const csvFormat: ImportFormat = {
  id: 'csv',
  matches: () => true,

  async guess(_path, head) {
    const encoding = guessEncoding(head)
    return { encoding, delimiter: guessDelimiter(new TextDecoder(encoding).decode(head, { stream: true })), sheets: [] }
  },

  async *records(path, options, progress) {
    const decoder = new TextDecoder(options.encoding ?? 'utf-8')
    const watch = { sinceEnd: 0 }
    const source = createReadStream(path, { highWaterMark: 256 * 1024 })
    const text = new Transform({
      decodeStrings: false,
      readableObjectMode: false,
      encoding: 'utf8',
      transform(chunk: Buffer, _encoding, done) {
        progress.bytesRead += chunk.length
        // PostgreSQL cannot store NUL in text.
        done(null, decoder.decode(chunk, { stream: true }).replaceAll('\0', ''))
      },
      flush(done) {
        done(null, decoder.decode())
      },
    })
    // Papa's fast mode splits the rest of a chunk again after each pause, which is quadratic for short rows.
    const parser = Papa.parse(Papa.NODE_STREAM_INPUT, {
      delimiter: options.delimiter ?? ',',
      skipEmptyLines: false,
      fastMode: false,
    })
    source.on('error', (error) => parser.destroy(error))
    source.on('data', (chunk) => {
      watch.sinceEnd += chunk.length
      if (watch.sinceEnd > MAX_RECORD_CHARACTERS)
        source.destroy(
          new Refused(
            'record_too_long',
            `A record is longer than ${MAX_RECORD_CHARACTERS / 1e6} MB. ` +
              'A quote may be left open, or the delimiter is wrong.',
            'unprocessable',
          ),
        )
    })
    source.pipe(text).pipe(parser)
    let line = 1
    try {
      for await (const cells of parser as AsyncIterable<string[]>) {
        watch.sinceEnd = 0
        const record: ImportRecord = { line, cells }
        line += 1 + countLineEnds(cells)
        if (cells.every((cell) => cell.trim() === '')) {
          if (cells.length > 1) progress.emptyLines++
          continue
        }
        if (cells.length > MAX_IMPORT_COLUMNS)
          throw new Refused(
            'too_many_columns',
            `Line ${record.line} has ${plural(cells.length, 'column')}; ` +
              `at most ${englishNumber(MAX_IMPORT_COLUMNS)} can be imported. ` +
              'Is the delimiter right?',
            'unprocessable',
          )
        // Text that an export made safe for spreadsheets gets its original form back.
        yield { ...record, cells: cells.map(unescapeFormula) }
      }
    } finally {
      source.destroy()
    }
  },
}

function countLineEnds(cells: readonly string[]): number {
  let count = 0
  for (const cell of cells) if (cell.includes('\n')) count += cell.split('\n').length - 1
  return count
}

/** The delimiter that splits the first lines into the same number of fields (more than one); a comma if none does. */
export function guessDelimiter(text: string): (typeof DELIMITERS)[number] {
  let best: (typeof DELIMITERS)[number] = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const rows = Papa.parse<string[]>(text.slice(0, 64_000), { delimiter, preview: 50 }).data.filter(
      (row) => row.length > 1 || row[0] !== '',
    )
    const counts = rows.slice(0, -1).map((row) => row.length)
    const width = counts[0] ?? rows[0]?.length ?? 1
    if (width < 2) continue
    const score = counts.length
      ? (counts.filter((count) => count === width).length / counts.length) * Math.min(width, 20)
      : width
    if (score > bestScore) [best, bestScore] = [delimiter, score]
  }
  return best
}
