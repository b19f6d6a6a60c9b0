import { RevoGrid } from '@revolist/react-datagrid'
import { createElement as h, useEffect, useRef } from 'react'
import { mount } from './mount.js'
import { COLUMNS, ROWS, rowAt, show, subscribe, write, columnIds } from './source.js'
// RevoGrid has no lazy source: it gets 200,000 empty rows, and its cell template reads the page that is here.
const source = Array.from({ length: ROWS }, (_, i) => ({ i }))
const columns = columnIds.map((prop, c) => ({
  prop,
  name: `Column ${c}`,
  size: 180,
  ...(c === 0 ? { pin: 'colPinStart' } : {}),
  cellTemplate: (_h, { model }) => rowAt(model.i)?.[prop] ?? '',
}))
function Page() {
  const ref = useRef(null)
  useEffect(() => {
    const grid = ref.current,
      visible = { start: 0, end: 40 }
    const onScroll = (event) => {
      const d = event.detail
      if (d.dimension === 'rgRow') {
        const first = Math.floor(d.coordinate / 32)
        visible.start = first
        visible.end = first + 40
        show(first, first + 40)
      }
    }
    grid.addEventListener('viewportscroll', onScroll)
    show(0, 40)
    const off = subscribe((first, last) => {
      for (let r = first; r <= last; r++) {
        Object.assign(source[r], rowAt(r))
      }
      if (first <= visible.end && last >= visible.start) grid.refresh('all')
    })
    window.grid = {
      jump: async (row) => {
        show(row, row + 40)
        visible.start = row
        visible.end = row + 40
        await grid.scrollToRow(row)
      },
      set: (r, c, text) => {
        write(r, c, text)
        return grid.setDataAt({
          row: r,
          col: c === 0 ? 0 : c - 1,
          colType: c === 0 ? 'colPinStart' : 'rgCol',
          rowType: 'rgRow',
          val: text,
        })
      },
      setMany: (list) => {
        for (const [r, c, t] of list) {
          write(r, c, t)
          source[r][`c${c}`] = t
        }
        return grid.refresh('all')
      },
      select: async (rows) => {
        await grid.setCellsFocus({ x: 0, y: 0 }, { x: COLUMNS - 2, y: rows - 1 }, 'rgCol', 'rgRow')
      },
    }
    return () => {
      off()
      grid.removeEventListener('viewportscroll', onScroll)
    }
  }, [])
  return h(RevoGrid, {
    ref,
    source,
    columns,
    rowSize: 32,
    range: true,
    rowHeaders: true,
    resize: true,
    canMoveColumns: true,
    style: { width: '100%', height: '100%' },
  })
}
mount(h(Page))
