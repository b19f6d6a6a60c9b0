import type { ImportError } from '@enrichify/contracts'
import { COLUMN_TYPES, type CellValue } from '@enrichify/domain'
import type { ImportRecord } from './formats/import-format.ts'
import type { TargetColumn } from './target-columns.ts'

const MAX_LISTED_ERRORS = 100
const UNFIT_OF_UPDATE = 'a row that was there keeps its value, a new one has this as text'

/** What an import found wrong with a file: counted in full, listed up to a limit. */
export class ErrorList {
  count = 0
  readonly kept: ImportError[] = []
  add(error: ImportError): void {
    this.count++
    if (this.kept.length < MAX_LISTED_ERRORS) this.kept.push({ ...error, value: error.value?.slice(0, 200) ?? null })
  }
}

/**
 * A record as cells, or null if it cannot be a row. A value that does not fit its type is listed and imported as text,
 * so nothing is lost.
 * @param updates the record may belong to a row that is there
 */
export function readRecord(
  record: ImportRecord,
  columns: readonly (TargetColumn | null)[],
  errors: ErrorList,
  updates = false,
): { cells: Record<string, CellValue>; unfit: string[] } | null {
  const extra = record.cells.slice(columns.length).filter((cell) => cell.trim() !== '')
  if (record.broken || extra.length) {
    errors.add({
      line: record.line,
      column: null,
      value: record.cells.join(' | '),
      reason:
        record.broken ??
        `has ${record.cells.length} cells where the file has ${columns.length} columns; the row was left out`,
    })
    return null
  }
  const cells: Record<string, CellValue> = {}
  const unfit: string[] = []
  for (const [index, column] of columns.entries()) {
    const text = record.cells[index]
    if (!column || text === undefined || text === '') continue
    const parsed = COLUMN_TYPES[column.kind].parse(text, column.settings)
    if (parsed.ok) {
      if (parsed.value !== null) cells[column.id] = parsed.value
      if (text.includes('\uFFFD'))
        errors.add({
          line: record.line,
          column: column.name,
          value: text,
          reason: 'has characters that the chosen encoding cannot read',
        })
    } else {
      cells[column.id] = text
      unfit.push(column.id)
      errors.add({
        line: record.line,
        column: column.name,
        value: text,
        reason: `${parsed.reason}; ${updates ? UNFIT_OF_UPDATE : 'kept as text'}`,
      })
    }
  }
  return { cells, unfit }
}
