import type { CellValue } from '@enrichify/domain'
import { ONLY_CELLS, type Command } from './command.ts'

export interface Choice {
  rowId: number
  columnId: string
  value: CellValue
  /** The quote of the candidate: the value is chosen by a person and still proven. */
  evidenceId: string | null
}

/** A person takes one of the values that were found. */
export const cellsChoose: Command<Choice, Record<string, never>> = {
  async apply(tx, context, choice, { cells }) {
    const written = await cells.writeByPerson(tx, context.websetId, context, [{ ...choice, state: 'human' }])
    return {
      label: 'choosing a value',
      size: written.cells.length > 0 ? 1 : 0,
      payload: {},
      refused: written.refused,
    }
  },
  ...ONLY_CELLS,
}
