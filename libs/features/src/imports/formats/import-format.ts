import type { ImportOptions } from '@enrichify/contracts'

/** One record of a file: its first line (or sheet row), counted from 1, and its cells as text. */
export interface ImportRecord {
  line: number
  cells: string[]
  /** Why this record cannot be imported. Its cells are the part that could be read. */
  broken?: string
}

export interface ReadProgress {
  /** Bytes of the file that have been read so far. */
  bytesRead: number
  /** Lines that had separators only, which are no records. */
  emptyLines: number
}

/** The guess about a file, before a person corrects it. */
export interface FormatGuess {
  delimiter?: ImportOptions['delimiter']
  encoding?: ImportOptions['encoding']
  sheet?: string
  sheets: string[]
}

/** A format for imported files: one file here, one line in `formats/index.ts`. */
export interface ImportFormat {
  id: 'csv' | 'xlsx'
  /** Whether the first bytes look like this format. */
  matches(head: Buffer): boolean
  guess(path: string, head: Buffer): Promise<FormatGuess>
  /** All records in order; updates `progress`. Throws `Refused` for a file that cannot be read at all. */
  records(path: string, options: ImportOptions, progress: ReadProgress): AsyncIterable<ImportRecord>
}

/** Wider sheets are data errors or attacks. The error message states the limit. */
export const MAX_IMPORT_COLUMNS = 2000
