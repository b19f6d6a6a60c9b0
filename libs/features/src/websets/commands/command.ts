import type { Refusal } from '@enrichify/contracts'
import { RowRepository, WebsetRepository, type IdRanges, type Tx } from '@enrichify/database'
import type { Actor } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { CellVerdicts } from '../cell-verdicts.ts'
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
  /** What is being taken back or done again. Null: the command is new. */
  reverses: Reversal | null
}

export interface Reversal {
  id: string
  /** The versions of when it was first done, and when it was last done or taken back. */
  first: number
  last: number
  /** The cells that it changed go back now. A step that does not say when has them restored after it. */
  restoreCells: () => Promise<void>
}

/** What answers and the way back go by. It is stored as JSON; commands add what else they need. */
export interface Payload {
  /** Rows that came or went. */
  ranges?: IdRanges
  columnIds?: readonly string[]
}

/** What a command did. `size` 0: nothing was changed, and nothing can be taken back. */
export interface Outcome<P extends Payload> {
  /** As it follows “Undo: ”. */
  label: string
  /** How many cells, rows or columns were changed. */
  size: number
  payload: P
  refused?: Refusal[]
}

/** What a step back or forward did. */
export interface Step<P extends Payload> {
  /** How many rows, columns or properties it changed; cells do not count. */
  size: number
  /** What it really did. The step that reverses this one goes by it. */
  payload: P
  refused: Refusal[]
  /** The cells of the action stay as they are now, because what they depend on stays. */
  keepsCells?: boolean
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
    readonly verdicts: CellVerdicts,
  ) {}
}

/**
 * One kind of change. The cells that it changed are in the history and are restored for every kind; `takeBack` undoes
 * the rest, and `bringBack` does it again. Both name what someone changed since then and leave it alone.
 *
 * Whatever takes locks takes them in this order, so that two transactions never wait for each other: columns, rows by
 * id, cells, and the webset itself (new rows, new columns, the version).
 */
export interface Command<I, P extends Payload> {
  apply(tx: Tx, context: CommandContext, input: I, tools: CommandTools): Promise<Outcome<P>>
  takeBack(tx: Tx, context: CommandContext, payload: P, tools: CommandTools): Promise<Step<P>>
  bringBack(tx: Tx, context: CommandContext, payload: P, tools: CommandTools): Promise<Step<P>>
}

const noStep = async (): Promise<Step<Payload>> => ({ size: 0, payload: {}, refused: [] })

/** For commands whose whole effect is in cells. */
export const ONLY_CELLS = { takeBack: noStep, bringBack: noStep }
