import type { ImportJob } from '@enrichify/contracts'
import type { ActionRow, ImportEntity } from '@enrichify/database'

/** What is known of an import elsewhere. */
export interface AroundImport {
  action: ActionRow | null
  websetRemoved: boolean
}

/** Of an import that is not over. */
export const UNDER_WAY: AroundImport = { action: null, websetRemoved: false }

export function presentImport(item: ImportEntity, { action, websetRemoved }: AroundImport): ImportJob {
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
    action:
      action && action.size > 0
        ? {
            id: action.id,
            size: action.size,
            isUndone: action.isUndone,
            isPartlyUndone: action.isPartlyUndone,
          }
        : null,
    websetRemoved,
    createdAt: item.createdAt.toISOString(),
    finishedAt: item.finishedAt?.toISOString() ?? null,
  }
}
