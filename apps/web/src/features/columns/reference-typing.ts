import { bindReferences, type NamedColumn } from '@enrichify/domain'

/** The reference that is being typed at the caret; null: none is. */
export function openReference(text: string, caret: number): { from: number; typed: string } | null {
  const before = text.slice(0, caret)
  const from = before.lastIndexOf('{')
  return from === -1 || /[}\n]/.test(before.slice(from)) ? null : { from, typed: before.slice(from + 1) }
}

/** The text with the column named where `{` was opened; a brace that is closed already is not closed twice. */
export function putReference(text: string, from: number, caret: number, name: string): { text: string; caret: number } {
  const put = `${text.slice(0, from)}{${name}}`
  const rest = text.slice(caret)
  return { text: put + (rest.startsWith('}') ? rest.slice(1) : rest), caret: put.length }
}

/** What stands in braces and names no column. */
export function unknownReferences(text: string, columns: readonly NamedColumn[]): string[] {
  return bindReferences(text, columns).unknown
}

/** Columns whose name goes on as typed, those that begin so first. */
export function suggestColumns<C extends NamedColumn>(columns: readonly C[], typed: string, most = 8): C[] {
  const wanted = typed.trim().toLowerCase()
  const begins = (column: C): boolean => column.name.toLowerCase().startsWith(wanted)
  const holding = columns.filter((column) => column.name.toLowerCase().includes(wanted))
  return [...holding.filter(begins), ...holding.filter((column) => !begins(column))].slice(0, most)
}
