import type { ImportOptions } from '@enrichify/contracts'
import { Refused } from '@enrichify/domain/values'

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

/** A format for imported files: one file here, one line in `formats/index.ts`. It runs in a process of its own. */
export interface ImportFormat {
  id: 'csv' | 'xlsx'
  /** Whether the first bytes look like this format. */
  matches(head: Buffer): boolean
  guess(path: string, head: Buffer): Promise<FormatGuess>
  /**
   * All records in order, some at a time; updates `progress`. A batch may be empty: it tells that reading goes on.
   * Throws `Refused` for a file that cannot be read at all.
   */
  batches(path: string, options: ImportOptions, progress: ReadProgress): AsyncIterable<ImportRecord[]>
}

/** Wider sheets are data errors or attacks. The error message states the limit. */
export const MAX_IMPORT_COLUMNS = 2000
/** A longer record is an unclosed quote, or the file is no table. Without a limit all of it would be in memory. */
export const MAX_RECORD_CHARACTERS = 2_000_000

export function recordTooLong(line: number): Refused {
  return new Refused(
    'record_too_long',
    `The record in line ${line} is longer than ${MAX_RECORD_CHARACTERS / 1e6} MB, which is the most that can be ` +
      'imported. A quote may be left open, or the delimiter is wrong.',
    'unprocessable',
  )
}
