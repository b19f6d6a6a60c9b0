import type { ImportJob } from '@enrichify/contracts'
import type { ImportEntity } from '@enrichify/database'

export function presentImport(item: ImportEntity): ImportJob {
  return {
    id: item.id,
    websetId: item.websetId,
    fileName: item.fileName,
    state: item.state,
    bytes: item.bytes,
    bytesRead: item.bytesRead,
    rows: item.rows,
    updated: item.updated,
    notUpdated: item.notUpdated,
    folded: item.folded,
    leftOut: item.leftOut,
    emptyLines: item.emptyLines,
    errorCount: item.errorCount,
    errors: item.errors,
    message: item.message,
    createdAt: item.createdAt.toISOString(),
    finishedAt: item.finishedAt?.toISOString() ?? null,
  }
}
