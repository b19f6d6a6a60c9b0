/**
 * Tables as spreadsheets put them on the clipboard: tabs between cells, line breaks between rows,
 * quotes around a cell that contains either.
 * `parseTable(serialiseTable(table))` gives the table again, for every table that has at least one cell.
 */
export function serialiseTable(table: readonly (readonly string[])[]): string {
  return table.map((row) => row.map(quoteIfNeeded).join('\t')).join('\n')
}

function quoteIfNeeded(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function parseTable(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  const endRow = () => {
    rows.push(row)
    row = []
  }
  while (at <= text.length) {
    const cell = text[at] === '"' ? readQuoted(text, at) : null
    const end = cell ? cell.end : endOfPlain(text, at)
    row.push(cell ? cell.value : text.slice(at, end))
    if (end >= text.length) break
    if (text[end] === '\t') {
      at = end + 1
      continue
    }
    at = end + (text.startsWith('\r\n', end) ? 2 : 1)
    endRow()
    // Every spreadsheet writes a line break after the last row; it does not begin another row.
    if (at >= text.length) return rows
  }
  endRow()
  return rows
}

function endOfPlain(text: string, from: number): number {
  const found = text.slice(from).search(/[\t\n\r]/)
  return found < 0 ? text.length : from + found
}

/** Null when the quote does not close right before a border: then it belongs to a text such as `"so-called" value`. */
function readQuoted(text: string, from: number): { value: string; end: number } | null {
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return null
    if (text[quote + 1] === '"') {
      at = quote + 2
      continue
    }
    const next = text[quote + 1]
    if (next !== undefined && next !== '\t' && next !== '\n' && next !== '\r') return null
    return { value: text.slice(from + 1, quote).replaceAll('""', '"'), end: quote + 1 }
  }
}
