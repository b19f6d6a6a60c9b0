import type { CellRef } from '../sheet/sheet-types.ts'
import type { QueueStore, SendStep } from './command-queue.ts'
import type { PendingCell } from './pending-cells.ts'
import type { Schedule } from './schedule.ts'
import type { readMissed } from './send-step.ts'
import type { RefusalStore } from './stored-refusals.ts'

export type Missed = Awaited<ReturnType<typeof readMissed>>

/** What the document tells the page around it. */
export interface DocumentListener {
  /** Name, columns or settings changed. */
  onColumns: () => void
  onTotal: (total: number) => void
  onCells: (cells: readonly CellRef[]) => void
  /** An action was taken back or done again; null: perhaps some were. */
  onReverted: (actionId: string | null) => void
  /** A command other than an edit of cells was refused as a whole. */
  onProblem: (text: string) => void
}

export interface DocumentOptions {
  websetId: string
  /** The person whose page this is. */
  userId: string
  /** The version of what the page has read. */
  version: number
  store: QueueStore
  refusalStore: RefusalStore
  listener: DocumentListener
  send?: SendStep
  /** Reads what has changed since a version. */
  missed?: (after: number) => Promise<Missed>
  schedule?: Schedule
}

/** How a command is shown and sent. */
export interface RunOptions {
  cells?: readonly PendingCell[]
  baseVersion?: number
  told?: boolean
  makes?: readonly number[]
  stepId?: string
}
