import type { Refusal } from '@enrichify/contracts'
import { CellRepository, type Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { CellWriter } from './cell-writer.ts'
import type { CommandContext } from './commands/command.ts'
import { SheetChanges } from './sheet-changes.ts'

const PAGE = 5000
const MOST_REFUSED = 1000

/** The cells that an action changed, as they were before it. */
@Injectable()
export class EarlierCells {
  constructor(
    private readonly cells: CellRepository,
    private readonly writer: CellWriter,
    private readonly changes: SheetChanges,
  ) {}

  /** Restores the cells that are still as the action left them, and names the others. */
  async restore(
    tx: Tx,
    { websetId, actor, actionId }: CommandContext,
    ofAction: string,
  ): Promise<{ restored: number; refused: Refusal[] }> {
    const refused: Refusal[] = []
    let restored = 0
    for (let last = 0; ;) {
      const page = await this.cells.changesOfAction(tx, ofAction, last, PAGE)
      if (page.length === 0) return { restored, refused }
      const rests = await this.cells.restedOn(
        tx,
        websetId,
        page.filter(({ beforeState }) => beforeState !== null),
      )
      const written = await this.writer.restore(
        tx,
        websetId,
        { actor, actionId },
        page.map((change) => ({
          rowId: change.rowId,
          columnId: change.columnId,
          value: change.before,
          state: change.beforeState,
          // A state comes back with what it rested on.
          empty: rests.get(change.id)?.empty ?? null,
          evidenceId: rests.get(change.id)?.evidenceId ?? null,
          expected: { value: change.after, state: change.afterState },
        })),
      )
      restored += written.written
      refused.push(...written.refused.slice(0, MOST_REFUSED - refused.length))
      last = page.at(-1)!.id
      if (page.length === PAGE) await this.changes.raiseNow(tx, websetId)
    }
  }
}
