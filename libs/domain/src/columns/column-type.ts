import type { CellValue } from '../cells/cell.ts'

export const COLUMN_KINDS = ['text', 'number', 'date', 'url', 'email', 'phone', 'choice', 'boolean', 'list'] as const
export type ColumnKind = (typeof COLUMN_KINDS)[number]

export type Parsed = { ok: true; value: CellValue } | { ok: false; reason: string }

/** Settings that a type reads. All are optional, so a column can change its type without losing any of them. */
export interface ColumnSettings {
  /** phone: ISO 3166-1 alpha-2 of national numbers. */
  region?: string
  /** choice: the known options, in order. */
  options?: string[]
}

export interface ColumnType {
  kind: ColumnKind
  label: string
  /**
   * Text as typed, pasted or imported → the stored value. Empty text is null. The reason says what would be accepted.
   */
  parse(text: string, settings: ColumnSettings): Parsed
  /** The value as a person reads and copies it. `parse(format(v))` gives v again. */
  format(value: CellValue): string
  /** How surely a column of these texts is of this type, 0…1. `text` is the floor. */
  guess(samples: readonly string[]): number
  /**
   * What two ways to write the same thing have in common, for matching rows by this column. Left out: only what is
   * exactly the same is the same.
   */
  keyOf?(text: string, settings: ColumnSettings): string
  /** How the database sorts it. */
  sortAs: 'text' | 'number'
}

/** The share of samples for which `test` holds. Most types use it for `guess`. */
export function share(samples: readonly string[], test: (text: string) => boolean): number {
  if (samples.length === 0) return 0
  let hits = 0
  for (const sample of samples) if (test(sample.trim())) hits++
  return hits / samples.length
}
