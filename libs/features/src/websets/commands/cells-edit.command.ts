import type { CellValueJson, Refusal } from '@enrichify/contracts'
import type { ColumnEntity, StoredRow, Tx } from '@enrichify/database'
import { COLUMN_TYPES, plural } from '@enrichify/domain'
import type { PersonCell } from '../cell-writes.ts'
import { readValue } from '../read-value.ts'
import { gone, notValid } from '../refusals.ts'
import { rowLabel } from '../row-label.ts'
import { ONLY_CELLS, type Command, type CommandTools, type Payload } from './command.ts'

export interface CellEdit {
  rowId: number
  columnId: string
  text?: string | undefined
  value?: CellValueJson | undefined
  release?: boolean | undefined
}

export const cellsEdit: Command<{ edits: readonly CellEdit[] }, Payload> = {
  async apply(tx, context, { edits }, tools) {
    const { websetId } = context
    const columns = await tools.websets.listColumns(tx, websetId)
    const byId = new Map(columns.map((column) => [column.id, column]))
    const stored = await releasedValues(tx, websetId, edits, tools)
    const refused: Refusal[] = []
    const good = new Map<string, PersonCell>()
    for (const edit of edits) {
      const column = byId.get(edit.columnId)
      const read = column ? readEdit(edit, column, stored) : gone(edit, 'is not a column of this webset')
      if ('reason' in read) refused.push(read)
      else good.set(`${edit.rowId}:${edit.columnId}`, read)
    }
    const written = await tools.cells.writeByPerson(tx, websetId, context, [...good.values()])
    const own = written.cells.filter(({ rowId, columnId }) => good.has(`${rowId}:${columnId}`))
    return {
      label: await labelOf(tx, websetId, own, columns, tools),
      size: written.written,
      payload: {},
      refused: [...refused, ...written.refused],
    }
  },
  ...ONLY_CELLS,
}

function readEdit(
  { rowId, columnId, text, value, release }: CellEdit,
  column: ColumnEntity,
  stored: ReadonlyMap<number, StoredRow['cells']>,
): PersonCell | Refusal {
  if (release) return { rowId, columnId, value: stored.get(rowId)?.[columnId] ?? null, state: null }
  const parsed =
    text !== undefined ? COLUMN_TYPES[column.kind].parse(text, column.settings) : readValue(column, value ?? null)
  if (!parsed.ok) return notValid({ rowId, columnId }, parsed.reason)
  // In a plain column nothing competes with a person's value, so it needs no mark.
  return { rowId, columnId, value: parsed.value, state: column.enrichment ? 'human' : null }
}

async function releasedValues(
  tx: Tx,
  websetId: string,
  edits: readonly CellEdit[],
  { rows }: CommandTools,
): Promise<Map<number, StoredRow['cells']>> {
  if (!edits.some(({ release }) => release)) return new Map()
  // All of them, in the order of ids, and locked: the value that stays must be the one that is there then.
  const ids = edits.map(({ rowId }) => rowId)
  return new Map((await rows.byIds(tx, websetId, ids, { lock: true })).map((row) => [row.id, row.cells]))
}

async function labelOf(
  tx: Tx,
  websetId: string,
  cells: readonly { rowId: number; columnId: string }[],
  columns: readonly ColumnEntity[],
  { rows }: CommandTools,
): Promise<string> {
  const [only] = cells
  if (!only || cells.length > 1) return `editing ${plural(cells.length, 'cell')}`
  const [row] = await rows.byIds(tx, websetId, [only.rowId])
  const column = columns.find(({ id }) => id === only.columnId)
  return `editing ${column?.name ?? 'a cell'} of “${row ? rowLabel(row, columns) : only.rowId}”`
}
