import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { CELL_KINDS } from './cells/cell-kind.ts'
import { openEditor } from './editors/open-editor.ts'
import type { CellRef, SheetChange, SheetColumn, SheetRows } from './sheet-types.ts'

interface Editing {
  cell: CellRef | null
  /** As the editor was opened. */
  text: string | null
  column: number
  /** What is different now. */
  isRowGone: boolean
  columnNow: number
  /** What someone else did to the value, as a sentence. */
  wrote: string | null
}

const NOT_EDITING: Editing = { cell: null, text: null, column: -1, isRowGone: false, columnNow: -1, wrote: null }

/** Tells the sheet's owner which editor is open, and the person in it what happens to the cell meanwhile. */
export function useEditing(
  rows: SheetRows,
  columns: readonly SheetColumn[],
  onEditing: (cell: CellRef | null) => void,
  onEdit: (cell: CellRef, text: string) => void,
): void {
  const latest = useRef({ rows, columns, onEditing, onEdit })
  latest.current = { rows, columns, onEditing, onEdit }
  const [editing] = useState<Editing>(() => ({ ...NOT_EDITING }))
  // The page goes on to another screen: what is in the editor counts, as it does when one clicks elsewhere. A layout
  // effect, because the editor forgets its text before the other effects end.
  useLayoutEffect(
    () => () => {
      const left = openEditor.unfinished()
      if (left) latest.current.onEdit(left.cell, left.text)
    },
    [],
  )
  useEffect(
    () =>
      openEditor.subscribe(() => {
        const { cell } = openEditor
        if (editing.cell === cell) return
        const now = latest.current
        const column = now.columns.findIndex(({ id }) => id === cell?.columnId)
        const text = cell && textIn(cell, now.rows, now.columns)
        Object.assign(editing, NOT_EDITING, { cell, text, column, columnNow: column })
        now.onEditing(cell)
      }),
    [editing],
  )
  useEffect(
    () =>
      rows.subscribe((change: SheetChange) => {
        const { cell } = editing
        if (!cell) return
        editing.isRowGone = rows.isGone(cell.rowId)
        const text = textIn(cell, rows, columns)
        if (isTheirs(change, cell)) {
          const did = text ? `wrote “${text.slice(0, 80)}” here` : 'emptied this cell'
          editing.wrote = `${change.other.by ?? 'A run'} ${did} meanwhile.`
        }
        // They took it back: nothing is in the way any more.
        if (text !== null && text === editing.text) editing.wrote = null
        tell(editing)
      }),
    [rows, columns, editing],
  )
  useEffect(() => {
    if (!editing.cell) return
    editing.columnNow = columns.findIndex(({ id }) => id === editing.cell?.columnId)
    tell(editing)
  }, [columns, editing])
}

function tell({ isRowGone, column, columnNow, wrote }: Editing): void {
  const notice = isRowGone
    ? 'This row was moved to the trash meanwhile.'
    : columnNow === -1
      ? 'This column was moved to the trash meanwhile.'
      : (wrote ??
        (columnNow === column ? null : 'This column has moved meanwhile. What you type goes into it all the same.'))
  if (notice !== openEditor.notice()) openEditor.tell(notice)
}

type TheirCells = Extract<SheetChange, { kind: 'cells' }> & { other: { by: string | null } }

function isTheirs(change: SheetChange, cell: CellRef): change is TheirCells {
  return (
    change.kind === 'cells' &&
    change.other !== null &&
    change.cells.some(({ rowId, columnId }) => rowId === cell.rowId && columnId === cell.columnId)
  )
}

/** Null: the row or the column is not here. */
function textIn({ rowId, columnId }: CellRef, rows: SheetRows, columns: readonly SheetColumn[]): string | null {
  const column = columns.find(({ id }) => id === columnId)
  const place = rows.placeOf(rowId)
  const row = place === undefined ? undefined : rows.rowAt(place)
  return column && row ? CELL_KINDS[column.kind].show(row.cells[columnId] ?? null) : null
}
