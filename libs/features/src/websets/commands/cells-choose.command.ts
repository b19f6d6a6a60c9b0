import type { CellValue } from '@enrichify/domain'
import { ONLY_CELLS, type Command, type Payload } from './command.ts'

export interface Choice {
  rowId: number
  columnId: string
  value: CellValue
  /** The quote of the candidate: the value is chosen by a person and still proven. */
  evidenceId: string | null
}

/** A person takes one of the values that were found. */
export const cellsChoose: Command<Choice, Payload> = {
  async apply(tx, context, choice, { cells }) {
    const written = await cells.writeByPerson(tx, context.websetId, context, [{ ...choice, state: 'human' }])
    return { label: 'choosing a value', size: written.written, payload: {}, refused: written.refused }
  },
  ...ONLY_CELLS,
}
