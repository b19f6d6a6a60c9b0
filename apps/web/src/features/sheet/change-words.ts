import type { Action, Column } from '@enrichify/contracts'
import { plural } from '../../ui/format.ts'
import { valueWords } from '../../words/value-text.ts'

/**
 * What an action did to cells, as in “Acme → Acme Ltd”. Of many cells the first ones are examples, with their names.
 * Empty: it changed no cell.
 */
export function changeWords({ cells, size }: Pick<Action, 'cells' | 'size'>, columns: readonly Column[]): string[] {
  const [only] = cells
  // The name of the action says which cell it was.
  if (only && cells.length === 1 && size === 1) return [valuesOf(only)]
  const lines = cells.map((cell) => {
    const column = columns.find(({ id }) => id === cell.columnId)?.name ?? 'A deleted column'
    return `${column} of “${cell.row}”: ${valuesOf(cell)}`
  })
  const others = size - lines.length
  return lines.length > 0 && others > 0 ? [...lines, `and ${plural(others, 'other')}`] : lines
}

function valuesOf({ before, after }: Action['cells'][number]): string {
  return `${valueWords(before)} → ${valueWords(after)}`
}
