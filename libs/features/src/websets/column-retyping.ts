import { RowRepository, type ColumnEntity, type StaleCause, type Tx, type WriteContext } from '@enrichify/database'
import { COLUMN_TYPES } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { CellWriter } from './cell-writer.ts'
import { type PersonCell } from './cell-writes.ts'

const PAGE = 1000

/** Gives a column another type: values that fit are converted, others stay as they are, and the history has both. */
@Injectable()
export class ColumnRetyping {
  constructor(
    private readonly rows: RowRepository,
    private readonly writer: CellWriter,
  ) {}

  /** The question or the way to its answer has changed: the current value answers the earlier one. */
  asksOtherwise(tx: Tx, { websetId, id }: ColumnEntity, cause: StaleCause): Promise<void> {
    return this.writer.columnAsksOtherwise(tx, websetId, id, cause)
  }

  /** Returns how many cells have another value now. */
  async convert(tx: Tx, { actor, actionId }: WriteContext, before: ColumnEntity, after: ColumnEntity): Promise<number> {
    let written = 0
    const filled = { filter: [{ column: after.id, op: 'not_empty' as const }], search: null }
    const kinds = new Map([[after.id, after.kind]])
    for (let last = 0; ;) {
      const page = await this.rows.page(tx, after.websetId, filled, kinds, last, PAGE)
      if (page.length === 0) return written
      const edits = page.flatMap((row): PersonCell[] => {
        const value = row.cells[after.id] ?? null
        const parsed = COLUMN_TYPES[after.kind].parse(COLUMN_TYPES[before.kind].format(value), after.settings)
        return parsed.ok
          ? [{ rowId: row.id, columnId: after.id, value: parsed.value, state: after.enrichment ? 'human' : null }]
          : []
      })
      const step = await this.writer.writeByPerson(tx, after.websetId, { actor, actionId }, edits)
      written += step.written
      last = page.at(-1)!.id
    }
  }
}
