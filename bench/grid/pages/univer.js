import { UniverSheetsCorePreset } from '@univerjs/preset-sheets-core'
import en from '@univerjs/preset-sheets-core/locales/en-US'
import { createUniver, LocaleType, mergeLocales } from '@univerjs/presets'
import { createElement as h, useEffect, useRef } from 'react'
import '@univerjs/preset-sheets-core/lib/index.css'
import { mount } from './mount.js'
import { COLUMNS, ROWS, make } from './source.js'
// Univer has no lazy source: the workbook is one snapshot with every cell.
function snapshot() {
  const cellData = {}
  for (let r = 0; r < ROWS; r++) {
    const row = {},
      made = make(r)
    for (let c = 0; c < COLUMNS; c++) row[c] = { v: made[`c${c}`], t: 1 }
    cellData[r] = row
  }
  return {
    id: 'w',
    name: 'Book',
    sheetOrder: ['s'],
    locale: 'enUS',
    styles: {},
    appVersion: '',
    sheets: {
      s: {
        id: 's',
        name: 'Sheet',
        cellData,
        rowCount: ROWS,
        columnCount: COLUMNS,
        defaultColumnWidth: 180,
        defaultRowHeight: 32,
        freeze: { xSplit: 1, ySplit: 0, startRow: -1, startColumn: 1 },
      },
    },
  }
}
function Page() {
  const place = useRef(null)
  useEffect(() => {
    const { univer, univerAPI } = createUniver({
      locale: LocaleType.EN_US,
      locales: { [LocaleType.EN_US]: mergeLocales(en) },
      presets: [
        UniverSheetsCorePreset({
          container: place.current,
          header: false,
          toolbar: false,
          footer: false,
          formulaBar: false,
        }),
      ],
    })
    univerAPI.createWorkbook(snapshot())
    const sheet = () => univerAPI.getActiveWorkbook().getActiveSheet()
    window.grid = {
      jump: (row) => sheet().scrollToCell(row, 0),
      set: (r, c, text) => {
        sheet().getRange(r, c).setValue({ v: text, t: 1 })
      },
      setMany: (list) => {
        const rows = [...Map.groupBy(list, ([r]) => r).values()]
        sheet()
          .getRange(list[0][0], 0, rows.length, COLUMNS)
          .setValues(rows.map((cells) => cells.map(([, , v]) => ({ v, t: 1 }))))
      },
      select: (rows) => {
        sheet().getRange(0, 0, rows, COLUMNS).activate()
      },
    }
    return () => {
      queueMicrotask(() => univer.dispose())
    }
  }, [])
  return h('div', { ref: place, style: { width: '100%', height: '100%' } })
}
mount(h(Page))
