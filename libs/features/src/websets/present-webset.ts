import type { Column, Webset, WebsetSummary } from '@enrichify/contracts'
import type { ColumnEntity, WebsetEntity, WebsetRow } from '@enrichify/database'

export function presentColumn(column: ColumnEntity): Column {
  return {
    id: column.id,
    name: column.name,
    kind: column.kind,
    position: column.position,
    width: column.width,
    settings: column.settings,
    enrichment: column.enrichment,
  }
}

export function presentWebset(webset: WebsetEntity, columns: ColumnEntity[], activeRunId: string | null): Webset {
  return {
    id: webset.id,
    name: webset.name,
    rows: webset.rowCount,
    columns: columns.map(presentColumn),
    isSample: webset.isSample,
    practice: webset.practice,
    archiveId: webset.archiveId,
    createdAt: webset.createdAt.toISOString(),
    updatedAt: webset.updatedAt.toISOString(),
    activeRunId,
    version: webset.version,
  }
}

export function presentSummary(row: WebsetRow): WebsetSummary {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() }
}
