import type { Refusal, Row } from '@enrichify/contracts'
import { RowRepository, WebsetRepository, type ColumnEntity, type Tx } from '@enrichify/database'
import type { Actor } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { CellWriter } from '../cell-writer.ts'
import { ColumnRetyping } from '../column-retyping.ts'
import { SheetChanges } from '../sheet-changes.ts'

/** Who does something to which sheet, on which version, and the action that it becomes. */
export interface CommandContext {
  websetId: string
  userId: string
  actor: Actor
  actionId: string
  clientId: string | null
  /** Null: the person saw no version, so nothing is refused for being older. */
  baseVersion: number | null
}

/** What a command did. `size` 0: nothing was changed, and nothing can be taken back. */
export interface Outcome<P> {
  /** As it follows “Undo: ”. */
  label: string
  /** How many cells, rows or columns were changed. */
  size: number
  /** What `takeBack` and `bringBack` need. It is stored as JSON. */
  payload: P
  refused?: Refusal[]
  /** Rows that were added. Null: too many for an answer. */
  rows?: Row[] | null
  columns?: ColumnEntity[]
}

/** What commands work with. */
@Injectable()
export class CommandTools {
  constructor(
    readonly websets: WebsetRepository,
    readonly rows: RowRepository,
    readonly cells: CellWriter,
    readonly changes: SheetChanges,
    readonly retyping: ColumnRetyping,
  ) {}
}

/**
 * One kind of change. The cells that it changed are in the history and are restored for every kind; `takeBack` undoes
 * the rest, and `bringBack` does it again. Both name what someone changed since then and leave it alone.
 */
export interface Command<I, P> {
  apply(tx: Tx, context: CommandContext, input: I, tools: CommandTools): Promise<Outcome<P>>
  takeBack(tx: Tx, context: CommandContext, payload: P, tools: CommandTools): Promise<Refusal[]>
  bringBack(tx: Tx, context: CommandContext, payload: P, tools: CommandTools): Promise<Refusal[]>
}

/** For commands whose whole effect is in cells. */
export const ONLY_CELLS = { takeBack: async () => [], bringBack: async () => [] }
