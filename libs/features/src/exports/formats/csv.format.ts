import { COLUMN_TYPES, escapeFormula } from '@enrichify/domain'
import type { ExportColumn, ExportFormatWriter, ExportRow } from './export-format.ts'

const FLUSH_CHARACTERS = 128 * 1024

/**
 * RFC 4180 with a byte order mark (without it, spreadsheets guess the encoding), safe against formulas, and lossless.
 */
export const csvFormat: ExportFormatWriter = {
  id: 'csv',
  extension: 'csv',
  mime: 'text/csv; charset=utf-8',

  async *write(source) {
    const extra = (column: ExportColumn) => source.withEvidence && column.isEnrichment
    const header = source.columns.flatMap((column) =>
      extra(column)
        ? [column.name, `${column.name} (state)`, `${column.name} (quote)`, `${column.name} (page)`]
        : [column.name],
    )
    let text = '\uFEFF' + line(header)
    for await (const row of source.rows()) {
      text += line(
        source.columns.flatMap((column) =>
          extra(column) ? [valueOf(row, column), ...proofOf(row, column)] : [valueOf(row, column)],
        ),
      )
      if (text.length < FLUSH_CHARACTERS) continue
      yield Buffer.from(text)
      text = ''
    }
    yield Buffer.from(text)
  },
}

function valueOf(row: ExportRow, column: ExportColumn): string {
  return COLUMN_TYPES[column.kind].format(row.cells[column.id] ?? null)
}

function proofOf(row: ExportRow, column: ExportColumn): string[] {
  const mark = row.marks.get(column.id)
  const proof = mark?.evidence[0]
  return [mark ? (mark.empty ? `empty: ${mark.empty}` : mark.state) : '', proof?.quote ?? '', proof?.url ?? '']
}

function line(cells: readonly string[]): string {
  return cells.map(quote).join(',') + '\r\n'
}

function quote(text: string): string {
  const safe = escapeFormula(text)
  // The semicolon and the tab separate cells where the comma is the sign of decimals.
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
