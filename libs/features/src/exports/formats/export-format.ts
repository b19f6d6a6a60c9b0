import type { ExportFormat as FormatId } from '@enrichify/contracts'
import type { CellState, CellValue, ColumnKind, EmptyReason, FactKind } from '@enrichify/domain'

export interface ExportColumn {
  id: string
  name: string
  kind: ColumnKind
  fact: FactKind | null
  isEnrichment: boolean
}

export interface ExportEvidence {
  value: unknown
  quote: string
  url: string
  start: number
  end: number
  rule: string | null
  fetchedAt: Date
}

export interface ExportMark {
  state: CellState
  empty: EmptyReason | null
  /** One per distinct value in the cell's state, best first. */
  evidence: ExportEvidence[]
}

export interface ExportRow {
  id: number
  cells: Record<string, CellValue>
  marks: Map<string, ExportMark>
}

/** What an export reads: columns, and rows as often as a format needs to read them. */
export interface ExportSource {
  columns: ExportColumn[]
  withEvidence: boolean
  rows(): AsyncIterable<ExportRow>
}

/** A format for exported files: one file here, one line in `formats/index.ts`. */
export interface ExportFormatWriter {
  id: FormatId
  extension: string
  mime: string
  write(source: ExportSource): AsyncIterable<Buffer>
}
