import { open } from 'node:fs/promises'
import type { ImportOptions, ImportPreview } from '@enrichify/contracts'
import type { ImportRecord } from './formats/import-format.ts'
import { findFormat, IMPORT_FORMATS } from './formats/index.ts'
import { matchColumns, type ExistingColumn } from './match-columns.ts'
import { guessHeader, planColumns, type PlannedColumn } from './plan-columns.ts'

const SAMPLE_RECORDS = 200
const HEAD_BYTES = 256 * 1024

/** Completes the options by guessing what was left open, and reads the first records. */
export async function readUpload(
  upload: { path: string; bytes: number },
  requested: ImportOptions,
  existing: readonly ExistingColumn[],
): Promise<{ options: ImportPreview['options']; sheets: string[]; records: ImportRecord[] }> {
  const file = await open(upload.path)
  const head = Buffer.alloc(Math.min(HEAD_BYTES, upload.bytes))
  await file.read(head, 0, head.length, 0).finally(() => file.close())
  const format = requested.format ? IMPORT_FORMATS[requested.format] : findFormat(head)
  const { sheets, ...guess } = await format.guess(upload.path, head)
  const reading: ImportOptions = {
    ...guess,
    ...Object.fromEntries(Object.entries(requested).filter(([, value]) => value !== undefined)),
    format: format.id,
  }
  const records: ImportRecord[] = []
  for await (const record of format.records(upload.path, reading, { bytesRead: 0, emptyLines: 0 })) {
    records.push(record)
    if (records.length > SAMPLE_RECORDS) break
  }
  const cells = records.map((record) => record.cells)
  const header = requested.header ?? guessHeader(cells)
  const columns: PlannedColumn[] = requested.columns ?? matchColumns(planColumns(cells, header), existing)
  return { options: { ...reading, format: format.id, header, columns }, sheets, records }
}
