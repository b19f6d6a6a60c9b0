import type { CellValue } from '@enrichify/domain'
import type { ExportColumn, ExportFormatWriter, ExportMark, ExportRow, ExportSource } from './export-format.ts'

/**
 * One JSON object per line and row: the columns that came with the list under `row`, the answered columns with their
 * evidence under `cells`.
 */
export const jsonlFormat: ExportFormatWriter = {
  id: 'jsonl',
  extension: 'jsonl',
  mime: 'application/x-ndjson',

  async *write(source) {
    const keys = keysOf(source)
    for await (const row of source.rows()) yield Buffer.from(JSON.stringify(lineOf(source, keys, row)) + '\n')
  },
}

/**
 * The key of an answered column is its ready fact, or its name. A second column with the same fact uses its name too.
 */
function keysOf(source: ExportSource): Map<string, string> {
  const taken = new Set<string>()
  const keys = new Map<string, string>()
  for (const column of source.columns) {
    let key = column.fact && !taken.has(column.fact) ? column.fact : column.name
    for (let count = 2; taken.has(key); count++) key = `${column.name} ${count}`
    taken.add(key)
    keys.set(column.id, key)
  }
  return keys
}

function lineOf(source: ExportSource, keys: Map<string, string>, row: ExportRow): unknown {
  const listed: Record<string, CellValue> = {}
  const cells: Record<string, unknown> = {}
  for (const column of source.columns) {
    const value = row.cells[column.id] ?? null
    if (column.isEnrichment) cells[keys.get(column.id)!] = cellOf(column, value, row.marks.get(column.id))
    else listed[keys.get(column.id)!] = value
  }
  return { row: listed, cells }
}

function cellOf(column: ExportColumn, value: CellValue, mark: ExportMark | undefined): unknown {
  const proofs = mark?.evidence ?? []
  // The structured form of a fact (opening hours, say) is with its evidence; the sheet shows text.
  const values = proofs.length
    ? proofs.map((proof) => proof.value)
    : value === null
      ? []
      : Array.isArray(value)
        ? value
        : [value]
  return {
    value: value === null ? null : Array.isArray(value) ? values : column.fact && proofs[0] ? proofs[0].value : value,
    values: value === null ? [] : values,
    state: mark?.state ?? (value === null ? 'empty' : null),
    empty: mark?.empty ?? null,
    evidence: proofs.map(({ value: found, quote, url, start, end }) => ({ value: found, quote, url, start, end })),
  }
}
