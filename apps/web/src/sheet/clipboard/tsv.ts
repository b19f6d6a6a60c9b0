/**
 * Tables as spreadsheets put them on the clipboard: tabs between cells, lines between rows, quotes around what contains either.
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
    // The line break after the last row begins no row; every spreadsheet writes one.
    if (at >= text.length) return rows
  }
  endRow()
  return rows
}

function endOfPlain(text: string, from: number): number {
  const found = text.slice(from).search(/[\t\n\r]/)
  return found < 0 ? text.length : from + found
}

/** Null when the quote does not close just before a border: then it is part of a plain text such as `"so-called" value`. */
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
