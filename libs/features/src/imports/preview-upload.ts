import { open } from 'node:fs/promises'
import type { ImportOptions, ImportPreview } from '@enrichify/contracts'
import { COLUMN_TYPES, type ColumnSettings } from '@enrichify/domain/values'
import type { ImportRecord } from './formats/import-format.ts'
import { findFormat, IMPORT_FORMATS } from './formats/index.ts'
import { matchColumns, type ExistingColumn } from './match-columns.ts'
import { guessHeader, planColumns, type PlannedColumn } from './plan-columns.ts'

const SAMPLE_RECORDS = 200
/** A file may have megabytes of blank lines at its beginning. The sample ends here. */
const SAMPLE_BYTES = 4 * 1024 ** 2
const HEAD_BYTES = 256 * 1024
const SHOWN_RECORDS = 20
/** Of all cells that are shown together, and of one. */
const SHOWN_CHARACTERS = 1_000_000
const SHOWN_OF_CELL = 500

/** What a person sees of a file before it is imported. */
export type FilePreview = Pick<ImportPreview, 'options' | 'sheets' | 'sample'>

/** A column of the webset, with what values of it must be. */
export type PreviewColumn = ExistingColumn & { settings: ColumnSettings }

/** Completes the options by guessing what was left open, and reads the first records. */
export async function previewUpload(
  upload: { path: string; bytes: number },
  requested: ImportOptions,
  existing: readonly PreviewColumn[],
): Promise<FilePreview> {
  const head = await readHead(upload)
  const format = requested.format ? IMPORT_FORMATS[requested.format] : findFormat(head)
  const { sheets, ...guess } = await format.guess(upload.path, head)
  const reading: ImportOptions = {
    ...guess,
    ...Object.fromEntries(Object.entries(requested).filter(([, value]) => value !== undefined)),
    format: format.id,
  }
  const records: ImportRecord[] = []
  const progress = { bytesRead: 0, emptyLines: 0 }
  for await (const batch of format.batches(upload.path, reading, progress)) {
    records.push(...batch.slice(0, SAMPLE_RECORDS + 1 - records.length))
    if (records.length > SAMPLE_RECORDS || (format.id === 'csv' && progress.bytesRead >= SAMPLE_BYTES)) break
  }
  const cells = records.map((record) => record.cells)
  const header = requested.header ?? guessHeader(cells)
  const columns: PlannedColumn[] = requested.columns ?? matchColumns(planColumns(cells, header), existing)
  const shown = records.slice(header ? 1 : 0, SHOWN_RECORDS + (header ? 1 : 0))
  return { options: { ...reading, format: format.id, header, columns }, sheets, sample: show(shown, columns, existing) }
}

async function readHead({ path, bytes }: { path: string; bytes: number }): Promise<Buffer> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(Math.min(HEAD_BYTES, bytes))
    await file.read(head, 0, head.length, 0)
    return head
  } finally {
    await file.close()
  }
}

function show(
  records: readonly ImportRecord[],
  columns: readonly PlannedColumn[],
  existing: readonly PreviewColumn[],
): FilePreview['sample'] {
  const settings = new Map(existing.map((column) => [column.id, column.settings]))
  const most = Math.min(SHOWN_OF_CELL, Math.floor(SHOWN_CHARACTERS / Math.max(1, records.length * columns.length)))
  return records.map(({ line, cells }) => ({
    line,
    cells: columns.map((_, index) => cut(cells[index] ?? '', most)),
    problems: columns.flatMap((column, index) => {
      if (column.skip) return []
      const parsed = COLUMN_TYPES[column.kind].parse(cells[index] ?? '', settings.get(column.columnId ?? '') ?? {})
      return parsed.ok ? [] : [{ index, reason: parsed.reason }]
    }),
  }))
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}
