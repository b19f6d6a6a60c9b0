import type { Refusal } from '@enrichify/contracts'
import { CellRepository, RowRepository, WebsetRepository, type ActionChange, type Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { CellWriter } from './cell-writer.ts'
import type { CommandContext } from './commands/command.ts'
import { gone } from './refusals.ts'

/** More than one command may edit cell by cell, so that all cells of a row are restored together. */
const PAGE = 10_001
const MOST_REFUSED = 1000

/** The cells that an action changed, as they were before it. */
@Injectable()
export class EarlierCells {
  constructor(
    private readonly websets: WebsetRepository,
    private readonly rows: RowRepository,
    private readonly cells: CellRepository,
    private readonly writer: CellWriter,
  ) {}

  /** Restores the cells that are still as the action left them, and names the others. */
  async restore(
    tx: Tx,
    { websetId, actor, actionId, reverses }: CommandContext,
    ofAction: string,
  ): Promise<{ restored: number; refused: Refusal[] }> {
    const columns = await this.websets.kinds(tx, websetId)
    const refused: Refusal[] = []
    let restored = 0
    for (let [last, isFirst] = [0, true]; ; isFirst = false) {
      const found = await this.cells.changesOfAction(tx, ofAction, last, PAGE)
      if (found.length === 0) return { restored, refused }
      // Page after page would otherwise lock rows in the order in which they were edited.
      if (isFirst && found.length === PAGE) await this.rows.lockOfAction(tx, websetId, ofAction)
      const page = found.length === PAGE ? wholeRows(found) : found
      const written = await this.writer.restore(
        tx,
        websetId,
        { actor, actionId, reverses },
        page
          .filter(({ columnId }) => columns.has(columnId))
          .map((change) => ({
            rowId: change.rowId,
            columnId: change.columnId,
            value: change.before,
            state: change.beforeState,
            rested: change.restedOn,
            expected: { value: change.after, state: change.afterState },
          })),
      )
      restored += written.written
      const all = page
        .filter(({ columnId }) => !columns.has(columnId))
        .map((change) => gone(change, 'is in a column that was deleted'))
        .concat(written.refused)
      refused.push(...all.slice(0, MOST_REFUSED - refused.length))
      last = page.at(-1)!.id
    }
  }
}

/** Without the last row, whose other cells may be on the next page. Wide actions write row after row. */
function wholeRows(changes: readonly ActionChange[]): readonly ActionChange[] {
  const last = changes.at(-1)!.rowId
  const whole = changes.slice(0, changes.findLastIndex(({ rowId }) => rowId !== last) + 1)
  return whole.length > 0 ? whole : changes
}
