import type { CellUpdate, ChatMessage, ExportJob, ImportJob, Run, SheetChange } from '@enrichify/contracts'
import { LiveEmitter, websetRoom } from '@enrichify/platform'
import { Injectable, type OnModuleDestroy } from '@nestjs/common'

const GATHER_MS = 100

/**
 * Events for everyone who watches a webset, sent only after the commit. Cells are collected for a moment, so that a
 * fast run does not flood clients.
 */
@Injectable()
export class LiveService implements OnModuleDestroy {
  readonly #waiting = new Map<string, { workspaceId: string; websetId: string; changes: SheetChange[] }>()
  #timer: NodeJS.Timeout | null = null

  constructor(private readonly emitter: LiveEmitter) {}

  sheetChanged(workspaceId: string, websetId: string, change: SheetChange): void {
    let entry = this.#waiting.get(websetId)
    if (!entry) this.#waiting.set(websetId, (entry = { workspaceId, websetId, changes: [] }))
    entry.changes.push(change)
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS)
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    for (const { workspaceId, websetId, changes } of this.#waiting.values()) {
      this.emitter.emit(websetRoom(workspaceId, websetId), 'sheet.changed', { websetId, changes: latestOnly(changes) })
    }
    this.#waiting.clear()
  }

  runUpdated(workspaceId: string, run: Run, rows: boolean): void {
    // When a run reports work as done, its cells must already have arrived.
    this.flush()
    this.emitter.emit(websetRoom(workspaceId, run.websetId), 'run.updated', { websetId: run.websetId, run, rows })
  }

  importUpdated(workspaceId: string, item: ImportJob): void {
    this.emitter.emit(websetRoom(workspaceId, item.websetId), 'import.updated', {
      websetId: item.websetId,
      import: item,
    })
  }

  exportUpdated(workspaceId: string, item: ExportJob): void {
    this.emitter.emit(websetRoom(workspaceId, item.websetId), 'export.updated', {
      websetId: item.websetId,
      export: item,
    })
  }

  chatStarted(workspaceId: string, websetId: string, chatId: string, messages: ChatMessage[]): void {
    this.emitter.emit(websetRoom(workspaceId, websetId), 'chat.start', { websetId, chatId, messages })
  }

  chatDelta(
    workspaceId: string,
    websetId: string,
    delta: { chatId: string; messageId: string; at: number; text: string },
  ): void {
    this.emitter.emit(websetRoom(workspaceId, websetId), 'chat.delta', { websetId, ...delta })
  }

  chatEnded(workspaceId: string, websetId: string, message: ChatMessage): void {
    // The sheet must show a change set before its card says that it was applied.
    this.flush()
    this.emitter.emit(websetRoom(workspaceId, websetId), 'chat.end', { websetId, chatId: message.chatId, message })
  }

  onModuleDestroy(): void {
    this.flush()
  }
}

/** In order of version, and only the latest value of a cell is worth sending. */
function latestOnly(changes: readonly SheetChange[]): SheetChange[] {
  const seen = new Set<string>()
  const isLatest = ({ rowId, columnId }: CellUpdate) => {
    const key = `${rowId}:${columnId}`
    return !seen.has(key) && Boolean(seen.add(key))
  }
  return [...changes]
    .sort((one, other) => other.version - one.version)
    .map((change) => ({ ...change, cells: change.cells && change.cells.filter(isLatest) }))
    .reverse()
}
