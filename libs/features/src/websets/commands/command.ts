import type { RowRepository, Tx, WebsetRepository } from '@enrichify/database'

export interface CommandTools {
  websets: WebsetRepository
  rows: RowRepository
}

/**
 * One kind of action of a person: what its entry in the log holds, and how it is taken back. The cells that an action changed are
 * in the history and come back for every kind; a command takes back the rest.
 */
export interface Command<P> {
  takeBack(tx: Tx, websetId: string, payload: P, tools: CommandTools): Promise<void>
}
