import {
  CellRepository,
  Database,
  OperationsRepository,
  RowRepository,
  WebsetRepository,
  type ActionRow,
  type ColumnEntity,
  type Tx,
} from '@enrichify/database'
import { actorOf, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { LiveService } from '../live/live.service.ts'
import { CellWriter, type EarlierCell } from './cell-writer.ts'
import { WebsetsService } from './websets.service.ts'

/** The inverse of everything but cell edits. */
@Injectable()
export class UndoParts {
  constructor(
    private readonly websets: WebsetRepository,
    private readonly rows: RowRepository,
    private readonly live: LiveService,
  ) {}

  async undo(tx: Tx, websetId: string, action: ActionRow): Promise<void> {
    const payload = action.payload as {
      rowIds?: number[]
      columnId?: string
      columnIds?: string[]
      before?: Partial<ColumnEntity>
      after?: Partial<ColumnEntity>
      position?: number
      name?: string
      firstRowId?: number
      count?: number
    }
    switch (action.kind) {
      case 'rows.add':
      case 'rows.delete':
        await this.rows.setDeleted(tx, websetId, payload.rowIds ?? [], action.kind === 'rows.add')
        break
      case 'import':
        await this.rows.deleteRange(tx, websetId, payload.firstRowId ?? 0, payload.count ?? 0)
        break
      case 'column.add':
      case 'column.delete':
        await this.websets.updateColumn(tx, websetId, payload.columnId!, {
          deletedAt: action.kind === 'column.add' ? new Date() : null,
        })
        break
      case 'column.update':
        await this.#restoreColumn(tx, websetId, payload.columnId!, payload.before ?? {}, payload.after ?? {})
        if (payload.position !== undefined)
          await this.websets.moveColumn(tx, websetId, payload.columnId!, payload.position)
        break
      case 'changeset':
        for (const columnId of payload.columnIds ?? [])
          await this.websets.updateColumn(tx, websetId, columnId, { deletedAt: new Date() })
        break
      case 'webset.rename':
        await this.websets.update(tx, websetId, { name: payload.name! })
        break
    }
    const webset = await this.websets.find(tx, websetId)
    tx.afterCommit(() => {
      this.live.websetChanged(tx.workspaceId, websetId)
      this.live.rowsChanged(tx.workspaceId, websetId, webset?.rowCount ?? 0)
    })
  }

  /** Only what still is as this action left it: somebody may have changed the column again since. */
  async #restoreColumn(
    tx: Tx,
    websetId: string,
    columnId: string,
    before: Partial<ColumnEntity>,
    after: Partial<ColumnEntity>,
  ): Promise<void> {
    const column = await this.websets.findColumn(tx, websetId, columnId)
    if (!column) return
    const keys = (Object.keys(before) as (keyof ColumnEntity)[]).filter(
      (key) => JSON.stringify(column[key]) === JSON.stringify(after[key]),
    )
    if (keys.length)
      await this.websets.updateColumn(tx, websetId, columnId, Object.fromEntries(keys.map((key) => [key, before[key]])))
  }
}

/** Takes back the last thing that a person did in a webset; runs have their own history. */
@Injectable()
export class UndoService {
  constructor(
    private readonly database: Database,
    private readonly service: WebsetsService,
    private readonly operations: OperationsRepository,
    private readonly cells: CellRepository,
    private readonly writer: CellWriter,
    private readonly parts: UndoParts,
  ) {}

  /** What was undone, in words; null when there is nothing. */
  async undo(principal: Principal, websetId: string): Promise<string | null> {
    demand(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      await this.service.require(tx, websetId)
      return this.#undoIn(tx, principal, websetId)
    })
  }

  /** One action that is not the last; what has changed since it is left as it is. */
  async undoIn(tx: Tx, principal: Principal, websetId: string, actionId: string): Promise<string | null> {
    const action = await this.operations.takeAction(tx, actionId)
    if (!action) return null
    await this.#takeBack(tx, principal, websetId, action)
    return action.label
  }

  async #undoIn(tx: Tx, principal: Principal, websetId: string): Promise<string | null> {
    const action = await this.operations.takeLastAction(tx, websetId, principal.userId)
    if (!action) return null
    const restored = await this.#takeBack(tx, principal, websetId, action)
    // Edits that changed nothing, or that others have edited over since, are nothing to take back: the one before is.
    if (action.kind === 'cells.edit' && restored === 0) return this.#undoIn(tx, principal, websetId)
    return action.label
  }

  async #takeBack(tx: Tx, principal: Principal, websetId: string, action: ActionRow): Promise<number> {
    if (action.kind !== 'cells.edit') await this.parts.undo(tx, websetId, action)
    return this.#restoreCells(tx, principal, websetId, action)
  }

  async #restoreCells(tx: Tx, principal: Principal, websetId: string, action: ActionRow): Promise<number> {
    const earlier: EarlierCell[] = []
    for (const change of await this.cells.changesOfAction(tx, action.id)) {
      // A state that a run gave comes back with the evidence it had.
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
