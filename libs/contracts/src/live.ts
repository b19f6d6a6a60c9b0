import type { ChatMessage } from './chats.ts'
import type { Run } from './enrichment.ts'
import type { ExportJob } from './exports.ts'
import type { ImportJob } from './imports.ts'
import type { CellValueJson, Mark } from './websets.ts'

export interface CellUpdate {
  rowId: number
  columnId: string
  value: CellValueJson
  mark: Mark
}

/** Server → client, all into the room of one webset. `noun.past-verb`. Cells are gathered for up to 100 ms. */
export interface LiveEvents {
  'cells.updated': (event: { websetId: string; cells: CellUpdate[] }) => void
  /** Rows or their order changed: windows are read again. */
  'rows.changed': (event: { websetId: string; total: number }) => void
  /** Name or columns changed. */
  'webset.changed': (event: { websetId: string }) => void
  'run.updated': (event: { websetId: string; run: Run }) => void
  'import.updated': (event: { websetId: string; import: ImportJob }) => void
  'export.updated': (event: { websetId: string; export: ExportJob }) => void
  /** Messages that begin, begin anew or go on to their next step, whole as they are now. */
  'chat.start': (event: { websetId: string; chatId: string; messages: ChatMessage[] }) => void
  /** `at`: offset of `text` in the message, in UTF-16 code units: what overlaps is known, and after a gap the chat is read again. */
  'chat.delta': (event: { websetId: string; chatId: string; messageId: string; at: number; text: string }) => void
  /** The message in its last state, whole; also when its change set was applied, undone or dismissed. */
  'chat.end': (event: { websetId: string; chatId: string; message: ChatMessage }) => void
}
export type LiveEventName = keyof LiveEvents
export type LivePayload<N extends LiveEventName> = Parameters<LiveEvents[N]>[0]

/** Client → server. Watching again after a reconnect is the client's task, and so is reading its windows anew. */
export interface LiveRequests {
  'webset.watch': (request: { websetId: string }, reply: (answer: { ok: boolean; code?: string }) => void) => void
  'webset.unwatch': (request: { websetId: string }) => void
}

/** Same origin as the API; the access token goes into `auth.token` of the handshake. */
export const LIVE_PATH = '/live'
