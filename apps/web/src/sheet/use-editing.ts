import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { CELL_KINDS } from './cells/cell-kind.ts'
import { openEditor } from './editors/open-editor.ts'
import type { CellRef, SheetChange, SheetColumn, SheetRows } from './sheet-types.ts'

/** Tells the sheet's owner which editor is open, and the person in it what happens to the cell meanwhile. */
export function useEditing(
  rows: SheetRows,
  columns: readonly SheetColumn[],
  onEditing: (cell: CellRef | null) => void,
  onEdit: (cell: CellRef, text: string) => void,
): void {
  const tell = useRef(onEditing)
  tell.current = onEditing
  const edit = useRef(onEdit)
  edit.current = onEdit
  // The page goes on to another screen: what is in the editor counts, as it does when one clicks elsewhere. A layout
  // effect, because the editor forgets its text before the other effects end.
  useLayoutEffect(
    () => () => {
      const left = openEditor.unfinished()
      if (left) edit.current(left.cell, left.text)
    },
    [],
  )
  const [before] = useState<{ cell: CellRef | null; columns: readonly SheetColumn[] }>(() => ({ cell: null, columns }))
  useEffect(
    () =>
      openEditor.subscribe(() => {
        if (before.cell === openEditor.cell) return
        before.cell = openEditor.cell
        tell.current(openEditor.cell)
      }),
    [before],
  )
  useEffect(() => {
    const watch = (change: SheetChange) => {
      const { cell } = openEditor
      if (!cell) return
      if (rows.isGone(cell.rowId)) return openEditor.tell('This row was moved to the trash meanwhile.')
      if (change.kind !== 'cells' || !change.other) return
      if (!change.cells.some(({ rowId, columnId }) => rowId === cell.rowId && columnId === cell.columnId)) return
      const column = columns.find(({ id }) => id === cell.columnId)
      const place = rows.placeOf(cell.rowId)
      const value = place === undefined ? null : (rows.rowAt(place)?.cells[cell.columnId] ?? null)
      const text = column ? CELL_KINDS[column.kind].show(value) : ''
      openEditor.tell(
        `${change.other.by ?? 'A run'} ${text ? `wrote “${text.slice(0, 80)}” here` : 'emptied this cell'} meanwhile.`,
      )
    }
    return rows.subscribe(watch)
  }, [rows, columns])
  useEffect(() => {
    const { cell } = openEditor
    const was = before.columns
    before.columns = columns
    if (!cell || was === columns) return
    const [from, to] = [was, columns].map((list) => list.findIndex(({ id }) => id === cell.columnId))
    if (to === -1) openEditor.tell('This column was moved to the trash meanwhile.')
    else if (from !== to) openEditor.tell('This column has moved meanwhile. What you type goes into it all the same.')
  }, [columns, before])
}
