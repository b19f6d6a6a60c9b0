import type { ChatMessageRow, ColumnEntity, WebsetEntity } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'

/** What an answer is made from. */
export interface ChatQuestion {
  who: Principal
  message: ChatMessageRow
  lease: string
  question: string
  before: ChatMessageRow[]
  webset: WebsetEntity
  columns: ColumnEntity[]
}
