import type { CellValueJson, Mark } from './cell-values.ts'
import type { ChatMessage } from './chats.ts'
import type { ExportJob } from './exports.ts'
import type { ImportJob } from './imports.ts'
import type { Run } from './runs.ts'

export interface CellUpdate {
  rowId: number
  columnId: string
  value: CellValueJson
  mark: Mark
}

/** What one transaction changed in a webset. Versions follow each other without gaps. */
export interface SheetChange {
  version: number
  /** The page that sent the command. Null: a run, an import, or a client that did not say. */
  clientId: string | null
  /** Who did it, as shown; null: the system. */
  by: string | null
  /** That person. Null: the system. */
  userId: string | null
  /** Null: too many to name. Windows are read again. */
  cells: CellUpdate[] | null
  /** Rows came, went or came back. Ids when they are few. */
  rows: { added: number[]; removed: number[] } | 'many' | null
  /** Name, columns or settings changed. */
  columns: boolean
  /** The action that this took back or did again. */
  reverted: string | null
  /** How many rows the webset has, when that changed. */
  total: number | null
}

/**
 * Server → client, always to the room of one webset. `noun.past-verb`. Changes of the sheet are gathered for up to
 * 100 ms.
 */
export interface LiveEvents {
  /** In order of version within one event. Events of two processes may overtake each other. */
  'sheet.changed': (event: { websetId: string; changes: SheetChange[] }) => void
  /** `rows`: other cells wait for the run now, so windows are read again. */
  'run.updated': (event: { websetId: string; run: Run; rows: boolean }) => void
  'import.updated': (event: { websetId: string; import: ImportJob }) => void
  'export.updated': (event: { websetId: string; export: ExportJob }) => void
  /** Messages that begin, begin again or go on to their next step, whole in their present state. */
  'chat.start': (event: { websetId: string; chatId: string; messages: ChatMessage[] }) => void
  /**
   * `at`: the offset of `text` in the message, in UTF-16 code units. The client already knows what overlaps. After a
   * gap it reads the chat again.
   */
  'chat.delta': (event: { websetId: string; chatId: string; messageId: string; at: number; text: string }) => void
  /** The message in its last state, whole. Also sent when its change set was applied, undone or dismissed. */
  'chat.end': (event: { websetId: string; chatId: string; message: ChatMessage }) => void
}
export type LiveEventName = keyof LiveEvents
export type LivePayload<N extends LiveEventName> = Parameters<LiveEvents[N]>[0]

/** Client → server. After a reconnect the client must watch again and read its windows again. */
export interface LiveRequests {
  'webset.watch': (request: { websetId: string }, reply: (answer: { ok: boolean; code?: string }) => void) => void
  'webset.unwatch': (request: { websetId: string }) => void
}

/** Same origin as the API. The access token goes into `auth.token` of the handshake. */
export const LIVE_PATH = '/live'
