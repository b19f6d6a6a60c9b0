import {
  CellRepository,
  Database,
  OperationsRepository,
  RowRepository,
  WebsetRepository,
  type ActionRow,
  type Tx,
} from '@enrichify/database'
import { actorOf, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { ActionLog } from './action-log.ts'
import { CellWriter } from './cell-writer.ts'
import { type EarlierCell } from './cell-writes.ts'
import type { Command } from './commands/command.ts'
import { COMMANDS, type ActionKind } from './commands/index.ts'
import { WebsetsService } from './websets.service.ts'

/** What an action did to columns, rows and the webset itself. */
@Injectable()
export class CommandUndo {
  constructor(
    private readonly websets: WebsetRepository,
    private readonly rows: RowRepository,
    private readonly log: ActionLog,
  ) {}

  async undo(tx: Tx, websetId: string, action: ActionRow): Promise<void> {
    // The log wrote the payload for this kind, so the two belong together.
    const command = COMMANDS[action.kind as ActionKind] as Command<unknown>
    await command.undo(tx, websetId, action.payload, { websets: this.websets, rows: this.rows })
    const webset = await this.websets.find(tx, websetId)
    this.log.websetChanged(tx, websetId)
    this.log.rowsChanged(tx, websetId, webset?.rowCount ?? 0)
  }
}

/** The cells that an action changed, as they were before it. */
@Injectable()
export class EarlierCells {
  constructor(
    private readonly cells: CellRepository,
    private readonly writer: CellWriter,
  ) {}

  /** Restores the cells that are still as the action left them. Returns how many. */
  async restore(tx: Tx, principal: Principal, websetId: string, action: ActionRow): Promise<number> {
    const earlier: EarlierCell[] = []
    for (const change of await this.cells.changesOfAction(tx, action.id)) {
      // A state that a run set comes back with its evidence.
      const known =
        change.beforeState !== null && change.beforeState !== 'human'
          ? await this.cells.runStateBefore(tx, websetId, change.rowId, change.columnId, change.id)
          : null
      earlier.push({
        rowId: change.rowId,
        columnId: change.columnId,
        value: change.before,
        state: change.beforeState,
        empty: known?.empty ?? null,
        evidenceId: known?.evidenceId ?? null,
        expected: { value: change.after, state: change.afterState },
      })
    }
    return (await this.writer.restore(tx, websetId, actorOf(principal), earlier)).length
  }
}

/** Undoes the last action of a person in a webset. Runs have their own history. */
@Injectable()
export class UndoService {
  constructor(
    private readonly database: Database,
    private readonly service: WebsetsService,
    private readonly operations: OperationsRepository,
    private readonly cells: EarlierCells,
    private readonly commands: CommandUndo,
  ) {}

  /** What was undone, in words. Null if there is nothing. */
  async undo(principal: Principal, websetId: string): Promise<string | null> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      await this.service.require(tx, websetId)
      return this.#undoIn(tx, principal, websetId)
    })
  }

  /** Undoes one action that is not the last. Anything that has changed since stays as it is. */
  async undoIn(tx: Tx, principal: Principal, websetId: string, actionId: string): Promise<string | null> {
    const action = await this.operations.takeAction(tx, actionId)
    if (!action) return null
    await this.#undoAction(tx, principal, websetId, action)
    return action.label
  }

  async #undoIn(tx: Tx, principal: Principal, websetId: string): Promise<string | null> {
    const action = await this.operations.takeLastAction(tx, websetId, principal.userId)
    if (!action) return null
    const restored = await this.#undoAction(tx, principal, websetId, action)
    // If the edits changed nothing, or others have edited the cells since, there is nothing to undo, and the action
    // before is undone.
    if (action.kind === 'cells.edit' && restored === 0) return this.#undoIn(tx, principal, websetId)
    return action.label
  }

  /** How many cells were restored. */
  async #undoAction(tx: Tx, principal: Principal, websetId: string, action: ActionRow): Promise<number> {
    if (action.kind !== 'cells.edit') await this.commands.undo(tx, websetId, action)
    return this.cells.restore(tx, principal, websetId, action)
  }
}
