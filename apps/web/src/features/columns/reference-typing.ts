import { bindReferences, type NamedColumn } from '@enrichify/domain'

/** The reference that is being typed at the caret; null: there is none. */
export function openReference(text: string, caret: number): { from: number; typed: string } | null {
  const before = text.slice(0, caret)
  const from = before.lastIndexOf('{')
  return from === -1 || /[}\n]/.test(before.slice(from)) ? null : { from, typed: before.slice(from + 1) }
}

/** The text with the column's name put where `{` was typed; a brace that is already closed is not closed twice. */
export function putReference(text: string, from: number, caret: number, name: string): { text: string; caret: number } {
  const put = `${text.slice(0, from)}{${name}}`
  const rest = text.slice(caret)
  return { text: put + (rest.startsWith('}') ? rest.slice(1) : rest), caret: put.length }
}

/** The names in braces that are no columns. */
export function unknownReferences(text: string, columns: readonly NamedColumn[]): string[] {
  return bindReferences(text, columns).unknown
}

/** Columns whose name contains what was typed; those that begin with it come first. */
export function suggestColumns<C extends NamedColumn>(columns: readonly C[], typed: string, most = 8): C[] {
  const wanted = typed.trim().toLowerCase()
  const begins = (column: C): boolean => column.name.toLowerCase().startsWith(wanted)
  const holding = columns.filter((column) => column.name.toLowerCase().includes(wanted))
  return [...holding.filter(begins), ...holding.filter((column) => !begins(column))].slice(0, most)
}
