import type { CellKey, ColumnEntity, Tx } from '@enrichify/database'
import { notFound } from '@enrichify/domain'
import { rowLabel } from '../row-label.ts'
import type { CommandTools } from './command.ts'

/** The column of a cell, and the cell as people know it: “Director of “Alder Works””. */
export async function cellNamed(
  tx: Tx,
  websetId: string,
  { rowId, columnId }: CellKey,
  { websets, rows }: Pick<CommandTools, 'websets' | 'rows'>,
): Promise<{ column: ColumnEntity; name: string }> {
  const columns = await websets.listColumns(tx, websetId)
  const column = columns.find(({ id }) => id === columnId)
  if (!column) throw notFound('column')
  const [row] = await rows.byIds(tx, websetId, [rowId])
  return { column, name: `${column.name} of “${row ? rowLabel(row, columns) : rowId}”` }
}
