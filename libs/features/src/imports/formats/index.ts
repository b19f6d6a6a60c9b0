import { csvFormat } from './csv.format.ts'
import type { ImportFormat } from './import-format.ts'
import { xlsxFormat } from './xlsx.format.ts'

/** The formats for imported files. The first one that matches a file's first bytes reads it, and CSV takes the rest. */
export const IMPORT_FORMATS = { xlsx: xlsxFormat, csv: csvFormat } satisfies Record<ImportFormat['id'], ImportFormat>

export function findFormat(head: Buffer): ImportFormat {
  return Object.values<ImportFormat>(IMPORT_FORMATS).find((format) => format.matches(head)) ?? csvFormat
}
