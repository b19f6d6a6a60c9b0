import { CellRepository, type CellWrite, type Tx, type WriteContext } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { SheetChanges } from './sheet-changes.ts'

/** More than this wait in the database until the end of their transaction, and not in memory. */
const MOST_HELD = 2000

/** The history of cells. It is written with the version of the transaction, which is the last thing to be known. */
@Injectable()
export class ChangeLog {
  readonly #held = new WeakMap<Tx, number>()

  constructor(
    private readonly cells: CellRepository,
    private readonly changes: SheetChanges,
  ) {}

  async add(tx: Tx, websetId: string, context: WriteContext, writes: readonly CellWrite[]): Promise<void> {
    const held = (this.#held.get(tx) ?? 0) + writes.length
    this.#held.set(tx, held)
    if (held <= MOST_HELD)
      return this.changes.withVersion(tx, websetId, (version) =>
        this.cells.addChanges(tx, websetId, version, context, writes),
      )
    await this.cells.stageChanges(tx, websetId, context, writes)
    await this.changes.withVersion(tx, websetId, (version) => this.cells.addStagedChanges(tx, websetId, version))
  }
}
