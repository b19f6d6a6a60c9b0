import { OperationsRepository, type Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { LiveService } from '../live/live.service.ts'
import type { ActionKind, ActionPayload } from './commands/index.ts'

export interface Action<K extends ActionKind> {
  websetId: string
  userId: string
  kind: K
  /** What was done, as it follows “Undo: ”. */
  label: string
  payload: ActionPayload<K>
}

/** What people did, so that it can be undone, and the event that tells others about it after the commit. */
@Injectable()
export class ActionLog {
  constructor(
    private readonly operations: OperationsRepository,
    private readonly live: LiveService,
  ) {}

  record<K extends ActionKind>(tx: Tx, action: Action<K>): Promise<string> {
    return this.operations.recordAction(tx, { ...action, payload: action.payload as Record<string, unknown> })
  }

  websetChanged(tx: Tx, websetId: string): void {
    tx.afterCommit(() => this.live.websetChanged(tx.workspaceId, websetId))
  }

  rowsChanged(tx: Tx, websetId: string, total: number): void {
    tx.afterCommit(() => this.live.rowsChanged(tx.workspaceId, websetId, total))
  }
}
