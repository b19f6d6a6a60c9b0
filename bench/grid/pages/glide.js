import { CompactSelection, DataEditor, GridCellKind } from '@glideapps/glide-data-grid'
import { createElement as h, useCallback, useEffect, useRef, useState } from 'react'
import '@glideapps/glide-data-grid/dist/index.css'
import { mount } from './mount.js'
import { COLUMNS, ROWS, rowAt, show, subscribe, write } from './source.js'
const columns = Array.from({ length: COLUMNS }, (_, c) => ({ id: `c${c}`, title: `Column ${c}`, width: 180 }))
const LOADING = { kind: GridCellKind.Loading, allowOverlay: false }
function Page() {
  const grid = useRef(null),
    region = useRef({ y: 0, height: 0, x: 0, width: 0 })
  const [selection, setSelection] = useState({ columns: CompactSelection.empty(), rows: CompactSelection.empty() })
  const getCell = useCallback(([c, r]) => {
    const row = rowAt(r)
    if (!row) return LOADING
    const text = row[`c${c}`]
    return { kind: GridCellKind.Text, data: text, displayData: text, allowOverlay: true }
  }, [])
  useEffect(
    () =>
      subscribe((first, last) => {
        const { x, y, width, height } = region.current,
          damage = []
        for (let r = Math.max(first, y); r <= Math.min(last, y + height); r++)
          for (let c = 0; c < COLUMNS; c++) if (c === 0 || (c >= x && c <= x + width)) damage.push({ cell: [c, r] })
        if (damage.length) grid.current?.updateCells(damage)
      }),
    [],
  )
  useEffect(() => {
    window.grid = {
      jump: (row) => grid.current.scrollTo(0, row),
      set: (r, c, text) => {
        write(r, c, text)
        grid.current.updateCells([{ cell: [c, r] }])
      },
      setMany: (list) => {
        for (const [r, c, t] of list) write(r, c, t)
        grid.current.updateCells(list.map(([r, c]) => ({ cell: [c, r] })))
      },
      select: (rows) => {
        setSelection({
          columns: CompactSelection.empty(),
          rows: CompactSelection.empty(),
          current: { cell: [0, 0], range: { x: 0, y: 0, width: COLUMNS, height: rows }, rangeStack: [] },
        })
        grid.current.focus()
      },
    }
  }, [])
  return h(DataEditor, {
    ref: grid,
    width: '100%',
    height: '100%',
    columns,
    rows: ROWS,
    getCellContent: getCell,
    getCellsForSelection: true,
    rowHeight: 32,
    headerHeight: 36,
    freezeColumns: 1,
    rowMarkers: 'both',
    smoothScrollX: true,
    smoothScrollY: true,
    gridSelection: selection,
    onGridSelectionChange: setSelection,
    rangeSelect: 'multi-rect',
    fillHandle: true,
    onCellEdited: () => {},
    onPaste: true,
    onVisibleRegionChanged: (r) => {
      region.current = r
      show(r.y, r.y + r.height)
    },
  })
}
mount(h(Page))
