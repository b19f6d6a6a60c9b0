import type { GridColumn } from '@glideapps/glide-data-grid'
import { useCallback, useRef, useState } from 'react'
import type { SheetColumn, SheetEvents } from './sheet-types.ts'

/** Widths while a border is dragged, and the handlers of the grid that tell of it. */
export function useResizing(onResize: SheetEvents['onResize']) {
  /** The pointer is down on a border, and has moved it. Otherwise a double-click has fitted the column. */
  const border = useRef({ isHeld: false, hasMoved: false })
  const [resizing, setResizing] = useState<{ id: string; width: number } | null>(null)
  return {
    widthOf: useCallback(({ id, width }: SheetColumn) => (resizing?.id === id ? resizing.width : width), [resizing]),
    onColumnResizeStart: () => (border.current = { isHeld: true, hasMoved: false }),
    onColumnResize: (column: GridColumn, exact: number) => {
      if (!column.id) return
      const width = Math.round(exact)
      setResizing({ id: column.id, width })
      if (border.current.isHeld) border.current.hasMoved = true
      else onResize(column.id, width)
    },
    onColumnResizeEnd: (column: GridColumn, width: number) => {
      border.current.isHeld = false
      // The grid tells a mere click on a border, too, with the least width that there is.
      if (column.id && border.current.hasMoved) onResize(column.id, Math.round(width))
    },
  }
}
