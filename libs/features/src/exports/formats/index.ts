import type { ExportFormat } from '@enrichify/contracts'
import { csvFormat } from './csv.format.ts'
import type { ExportFormatWriter } from './export-format.ts'
import { jsonlFormat } from './jsonl.format.ts'
import { xlsxFormat } from './xlsx.format.ts'

export const EXPORT_FORMAT_WRITERS = { csv: csvFormat, xlsx: xlsxFormat, jsonl: jsonlFormat } satisfies Record<
  ExportFormat,
  ExportFormatWriter
>
