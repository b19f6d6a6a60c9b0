import type { Refusal } from '@enrichify/contracts'
import type { BulkRows, ColumnEntity, IdRanges, StagedUpdate } from '@enrichify/database'
import { COLUMN_TYPES, type CellValue } from '@enrichify/domain'
import { changedOtherwise, notValid } from '../refusals.ts'
import type { Command, Step } from './command.ts'
import { moveColumns } from './move-columns.ts'
import { moveRows } from './move-rows.ts'

export interface Import {
  fileName: string
  /** Filled with the rows of the file. The command moves them into the sheet. */
  bulk: BulkRows
  /** Columns that the import added. */
  columnIds: string[]
  /**
   * The column by which records were matched with rows: each of those rows gets the other cells that its record has.
   * Its own cell stays as it is written there. Null: all records are new.
   */
  updateBy?: string | null
  /** Told how many records updated a row, and how many did not, because nothing of them fits. */
  onUpdated?: (counts: { updated: number; unfit: number }) => void
}

const ROWS_AT_ONCE = 2000
const MOST_REFUSED = 1000
const DOES_NOT_FIT = 'does not fit the type of its column, so what was there stays'

/** A new row has what does not fit as text, because nothing else would have it. It is no reason to lose a value. */
function fits(value: CellValue, { kind, settings }: ColumnEntity): boolean {
  return COLUMN_TYPES[kind].parse(COLUMN_TYPES[kind].format(value), settings).ok
}

/** The rows of an import have neighbouring ids: two numbers describe a million of them. */
export const importCommand: Command<Import, { ranges: IdRanges; columnIds: string[] }> = {
  async apply(tx, context, { fileName, bulk, columnIds, updateBy = null, onUpdated }, { changes, cells, websets }) {
    const { websetId } = context
    const refused: Refusal[] = []
    let written = 0
    if (updateBy !== null) {
      const columns = new Map((await websets.listColumns(tx, websetId)).map((column) => [column.id, column]))
      for await (const page of bulk.updates(ROWS_AT_ONCE)) {
        const edits = page.flatMap(({ rowId, cells: values }) =>
          Object.entries(values).flatMap(([columnId, value]) =>
            columnId === updateBy ? [] : [{ rowId, columnId, value, state: null }],
          ),
        )
        const isFitting = ({ columnId, value }: (typeof edits)[number]) => fits(value, columns.get(columnId)!)
        const unfit = edits.filter((edit) => !isFitting(edit)).map((edit) => notValid(edit, DOES_NOT_FIT))
        refused.push(...unfit.slice(0, Math.max(0, MOST_REFUSED - refused.length)))
        const step = await cells.writeByPerson(tx, websetId, context, edits.filter(isFitting))
        written += step.written
        refused.push(...step.refused.slice(0, Math.max(0, MOST_REFUSED - refused.length)))
        const gone = new Set(step.refused.map(({ rowId }) => rowId))
        const isUnfit = ({ rowId, cells: values }: StagedUpdate) => {
          const own = Object.entries(values).filter(([columnId]) => columnId !== updateBy)
          return own.length > 0 && !own.some(([columnId, value]) => isFitting({ rowId, columnId, value, state: null }))
        }
        const there = page.filter(({ rowId }) => !gone.has(rowId))
        const notUpdated = there.filter(isUnfit).length
        onUpdated?.({ updated: there.length - notUpdated, unfit: notUpdated })
      }
    }
    const first = await bulk.finish()
    const { count } = bulk
    await changes.note(tx, websetId, {
      rows: { kind: 'added', moved: { count, ids: null } },
      columns: columnIds.length > 0,
    })
    return {
      label: `importing ${fileName}`,
      size: written + count + columnIds.length,
      payload: { ranges: (count ? `{[${first},${first + count})}` : '{}') as IdRanges, columnIds },
      refused,
    }
  },

  async takeBack(tx, context, { ranges, columnIds }, tools) {
    await tools.websets.lockColumns(tx, context.websetId)
    // First the cells of rows that it updated: they may be the only values of columns that it made.
    await context.reverses?.restoreCells()
    const rows = await moveRows(tx, context, ranges, true, tools)
    const refused: Refusal[] = []
    const empty: string[] = []
    for (const columnId of columnIds) {
      const column = await tools.websets.findColumn(tx, context.websetId, columnId)
      if (!column) continue
      // Its rows are in the trash by now: any other value is the work of someone else.
      if (await tools.rows.hasValues(tx, context.websetId, columnId))
        refused.push(changedOtherwise(`The column “${column.name}” stays: other rows have values in it.`))
      else empty.push(columnId)
    }
    return both(rows, await moveColumns(tx, context, empty, true, tools), refused)
  },

  async bringBack(tx, context, { ranges, columnIds }, tools) {
    const columns = await moveColumns(tx, context, columnIds, false, tools)
    return both(await moveRows(tx, context, ranges, false, tools), columns)
  },
}

function both(
  rows: Step<{ ranges: IdRanges }>,
  columns: Step<{ columnIds: string[] }>,
  refused: readonly Refusal[] = [],
): Step<{ ranges: IdRanges; columnIds: string[] }> {
  return {
    size: rows.size + columns.size,
    payload: { ...rows.payload, ...columns.payload },
    refused: [...rows.refused, ...columns.refused, ...refused],
  }
}
