import type { ImportOptions } from '@enrichify/contracts'

/** One record of a file: its first line (or sheet row), counted from 1, and its cells as text. */
export interface ImportRecord {
  line: number
  cells: string[]
  /** Why this record cannot be taken; its cells are what could be read. */
  broken?: string
}

export interface ReadProgress {
  /** Bytes of the file that were read so far. */
  bytesRead: number
}

/** What a file was guessed to be, before anybody corrects it. */
export interface FormatGuess {
  delimiter?: ImportOptions['delimiter']
  encoding?: ImportOptions['encoding']
  sheet?: string
  sheets: string[]
}

/** A file format that comes in: one file here, one line in `formats/index.ts`. */
export interface ImportFormat {
  id: 'csv' | 'xlsx'
  /** Whether the first bytes look like this format. */
  matches(head: Buffer): boolean
  guess(path: string, head: Buffer): Promise<FormatGuess>
  /** All records in order; `progress` is kept up to date. Throws `Refused` for a file that cannot be read at all. */
  records(path: string, options: ImportOptions, progress: ReadProgress): AsyncIterable<ImportRecord>
}

/** Sheets wider than this are data errors or attacks; the limit is told. */
export const MAX_IMPORT_COLUMNS = 2000
