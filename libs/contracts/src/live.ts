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

/** Server → client, always to the room of one webset. `noun.past-verb`. Cells are gathered for up to 100 ms. */
export interface LiveEvents {
  'cells.updated': (event: { websetId: string; cells: CellUpdate[] }) => void
  /** Rows or their order changed: windows are read again. */
  'rows.changed': (event: { websetId: string; total: number }) => void
  /** Name or columns changed. */
  'webset.changed': (event: { websetId: string }) => void
  'run.updated': (event: { websetId: string; run: Run }) => void
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
