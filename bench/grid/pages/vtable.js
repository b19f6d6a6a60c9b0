import { ListTable, data } from '@visactor/vtable'
import { createElement as h, useEffect, useRef } from 'react'
import { mount } from './mount.js'
import { COLUMNS, ROWS, rowAt, show, subscribe, write, columnIds } from './source.js'
// The record is a promise until its page is here, as in VTable's own example of lazy data.
const waiting = new Map()
subscribe((first, last) => {
  for (let r = first; r <= last; r++) {
    waiting.get(r)?.(rowAt(r))
    waiting.delete(r)
  }
})
const get = (index) => {
  const row = rowAt(index)
  if (row) return row
  show(index, index)
  return new Promise((done) => {
    const before = waiting.get(index)
    waiting.set(index, (v) => {
      before?.(v)
      done(v)
    })
  })
}
function Page() {
  const place = useRef(null)
  useEffect(() => {
    const table = new ListTable({
      container: place.current,
      dataSource: new data.CachedDataSource({ get, length: ROWS }),
      columns: columnIds.map((field, c) => ({ field, title: `Column ${c}`, width: 180 })),
      defaultRowHeight: 32,
      defaultHeaderRowHeight: 36,
      frozenColCount: 1,
      widthMode: 'standard',
      heightMode: 'standard',
      rowSeriesNumber: { width: 50 },
      keyboardOptions: {
        copySelected: true,
        pasteValueToCell: true,
        selectAllOnCtrlA: true,
        moveEditCellOnArrowKeys: true,
      },
      excelOptions: { fillHandle: true },
      theme: undefined,
    })
    window.grid = {
      jump: (row) => table.scrollToCell({ row: row + 1, col: 1 }),
      set: (r, c, text) => {
        write(r, c, text)
        table.changeCellValue(c + 1, r + 1, text)
      },
      setMany: (list) => {
        for (const [r, c, t] of list) write(r, c, t)
        const rows = Map.groupBy(list, ([r]) => r)
        const values = [...rows.values()].map((cells) => cells.map(([, , t]) => t))
        table.changeCellValues(1, list[0][0] + 1, values)
      },
      select: (rows) => {
        table.selectCells([{ start: { col: 1, row: 1 }, end: { col: COLUMNS, row: rows } }])
        table.getElement().focus()
      },
    }
    return () => table.release()
  }, [])
  return h('div', { ref: place, style: { width: '100%', height: '100%' } })
}
mount(h(Page))
