import type { RowRepository, Tx, WebsetRepository } from '@enrichify/database'

export interface CommandTools {
  websets: WebsetRepository
  rows: RowRepository
}

/**
 * One kind of action: what its entry in the log contains, and how it is undone. The cells that an action changed are
 * in the history and are restored for every kind. A command undoes the rest.
 */
export interface Command<P> {
  undo(tx: Tx, websetId: string, payload: P, tools: CommandTools): Promise<void>
}
