import type { Row, Webset } from '@enrichify/contracts'
import { valueText } from './value-text.ts'

/** What a person would call the row: its first text, else its first value. */
export function rowLabel(webset: Pick<Webset, 'columns'>, row: Pick<Row, 'cells'>): string {
  const filled = webset.columns.filter((column) => column.enrichment === null && valueText(row.cells[column.id]) !== '')
  const named = filled.find((column) => column.kind === 'text') ?? filled[0]
  return named ? valueText(row.cells[named.id]).replace(/^https?:\/\/(?:www\.)?/, '') : ''
}
