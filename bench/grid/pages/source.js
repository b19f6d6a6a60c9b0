// 200,000 rows x 20 columns that arrive page by page, as in sheet/sheet-types.ts.
export const ROWS = 200_000,
  COLUMNS = 20,
  PAGE = 100,
  DELAY = 10
const pages = new Map(),
  asked = new Set(),
  listeners = new Set()
export const columnIds = Array.from({ length: COLUMNS }, (_, c) => `c${c}`)
export const rowAt = (index) => pages.get(Math.floor(index / PAGE))?.[index % PAGE]
export const textAt = (row, column) => rowAt(row)?.[`c${column}`]
export const make = (index) => {
  const row = { id: index }
  for (let c = 0; c < COLUMNS; c++) row[`c${c}`] = `r${index} c${c} value`
  return row
}
export function show(first, last) {
  for (let page = Math.floor(Math.max(0, first) / PAGE); page <= Math.floor(Math.min(ROWS - 1, last) / PAGE); page++) {
    if (asked.has(page)) continue
    asked.add(page)
    setTimeout(() => {
      pages.set(
        page,
        Array.from({ length: PAGE }, (_, i) => make(page * PAGE + i)),
      )
      for (const listener of listeners) listener(page * PAGE, page * PAGE + PAGE - 1)
    }, DELAY)
  }
}
export const subscribe = (listener) => (listeners.add(listener), () => listeners.delete(listener))
window.source = { show }
export const write = (row, column, text) => {
  rowAt(row)[`c${column}`] = text
}
