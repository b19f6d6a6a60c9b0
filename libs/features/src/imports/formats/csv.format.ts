import { createReadStream } from 'node:fs'
import { unescapeFormula } from '@enrichify/domain/values'
import { CsvReader } from './csv-reader.ts'
import { guessEncoding } from './encoding.ts'
import { type ImportFormat, type ImportRecord } from './import-format.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const CHUNK_BYTES = 256 * 1024
/** Less than any delimiter has that gives columns which can be imported. */
const TOO_WIDE_SCORE = 0.01

export const csvFormat: ImportFormat = {
  id: 'csv',
  matches: () => true,

  async guess(_path, head) {
    const encoding = guessEncoding(head)
    return { encoding, delimiter: guessDelimiter(new TextDecoder(encoding).decode(head, { stream: true })), sheets: [] }
  },

  async *batches(path, options, progress) {
    const decoder = new TextDecoder(options.encoding ?? 'utf-8')
    const reader = new CsvReader(options.delimiter ?? ',')
    const readable = (records: ImportRecord[]): ImportRecord[] =>
      records.filter(({ cells }) => {
        const isEmpty = cells.every((cell) => cell.trim() === '')
        if (isEmpty && cells.length > 1) progress.emptyLines++
        // Text that an export made safe for spreadsheets gets its original form back.
        for (const [index, cell] of cells.entries()) cells[index] = unescapeFormula(cell)
        return !isEmpty
      })
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
      progress.bytesRead += chunk.length
      // PostgreSQL cannot store NUL in text.
      yield readable(reader.read(decoder.decode(chunk, { stream: true }).replaceAll('\0', ''), false))
    }
    yield readable(reader.read(decoder.decode(), true))
  },
}

/** The delimiter that splits the first lines into the same number of fields (more than one); a comma if none does. */
export function guessDelimiter(text: string): (typeof DELIMITERS)[number] {
  let best: (typeof DELIMITERS)[number] = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const rows = firstRecords(text.slice(0, 64_000), delimiter)
    if (rows === null) {
      if (bestScore === 0) [best, bestScore] = [delimiter, TOO_WIDE_SCORE]
      continue
    }
    const counts = rows.slice(0, -1).map((row) => row.cells.length)
    const width = counts[0] ?? rows[0]?.cells.length ?? 1
    if (width < 2) continue
    const score = counts.length
      ? (counts.filter((count) => count === width).length / counts.length) * Math.min(width, 20)
      : width
    if (score > bestScore) [best, bestScore] = [delimiter, score]
  }
  return best
}

/** Null: with this delimiter there are more columns than can be imported. */
function firstRecords(text: string, delimiter: string): ImportRecord[] | null {
  try {
    return new CsvReader(delimiter).read(text, true).slice(0, 50)
  } catch {
    return null
  }
}
