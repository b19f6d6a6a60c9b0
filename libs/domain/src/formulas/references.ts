/** A column named in a formula or a question: `{c3}` as stored, `{Company}` as people write and read it. */
const REFERENCE = /\{([^{}\n]{1,200})\}/g
const COLUMN_ID = /^c\d+$/

export interface NamedColumn {
  id: string
  name: string
}

/** The columns that a text names, as stored; each once. */
export function referencesIn(text: string): string[] {
  return [...new Set([...text.matchAll(REFERENCE)].flatMap(([, id]) => (COLUMN_ID.test(id!) ? id! : [])))]
}

/** Names to ids. `unknown`: text in braces that is no column. It stays as it was. */
export function bindReferences(text: string, columns: readonly NamedColumn[]): { text: string; unknown: string[] } {
  const unknown: string[] = []
  const bound = text.replaceAll(REFERENCE, (whole, inner: string) => {
    const wanted = inner.trim().toLowerCase()
    const found = columns.find(({ name }) => name.toLowerCase() === wanted) ?? columns.find(({ id }) => id === wanted)
    if (found) return `{${found.id}}`
    unknown.push(inner.trim())
    return whole
  })
  return { text: bound, unknown }
}

/** Ids to names, for people. A deleted column keeps its id. */
export function showReferences(text: string, columns: readonly NamedColumn[]): string {
  return text.replaceAll(REFERENCE, (whole, id: string) => {
    const name = columns.find((column) => column.id === id)?.name
    return name ? `{${name}}` : whole
  })
}

/** The text with each column’s value in its place. An empty value leaves nothing. */
export function fillReferences(text: string, valueOf: (id: string) => string): string {
  return text.replaceAll(REFERENCE, (whole, id: string) => (COLUMN_ID.test(id) ? valueOf(id) : whole))
}
