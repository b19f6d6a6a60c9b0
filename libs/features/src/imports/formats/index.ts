import { csvFormat } from './csv.format.ts'
import type { ImportFormat } from './import-format.ts'
import { xlsxFormat } from './xlsx.format.ts'

/** The formats that come in; the first that matches a file's first bytes reads it, and CSV takes what is left. */
export const IMPORT_FORMATS = { xlsx: xlsxFormat, csv: csvFormat } satisfies Record<ImportFormat['id'], ImportFormat>

export function findFormat(head: Buffer): ImportFormat {
  return Object.values<ImportFormat>(IMPORT_FORMATS).find((format) => format.matches(head)) ?? csvFormat
}
