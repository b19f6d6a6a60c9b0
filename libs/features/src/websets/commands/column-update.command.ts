import type { ColumnEntity } from '@enrichify/database'
import type { Command } from './command.ts'

export interface ColumnUpdate {
  columnId: string
  before: Partial<ColumnEntity>
  after: Partial<ColumnEntity>
  /** Where the column was, when it was moved. */
  position?: number
}

export const columnUpdate: Command<ColumnUpdate> = {
  async undo(tx, websetId, { columnId, before, after, position }, { websets }) {
    const column = await websets.findColumn(tx, websetId, columnId)
    if (column) {
      // Only the properties that are still as this action left them: another person may have changed the column since.
      const keys = (Object.keys(before) as (keyof ColumnEntity)[]).filter(
        (key) => JSON.stringify(column[key]) === JSON.stringify(after[key]),
      )
      const earlier = Object.fromEntries(keys.map((key) => [key, before[key]]))
      if (keys.length) await websets.updateColumn(tx, websetId, columnId, earlier)
    }
    if (position !== undefined) await websets.moveColumn(tx, websetId, columnId, position)
  },
}
