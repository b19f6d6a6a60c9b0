import { bindReferences, checkFormula, FormulaError, type NamedColumn } from '@enrichify/domain'
import { placeInShown } from './formula-place.ts'

export interface FormulaProblem {
  message: string
  /** In characters of the text as written; null: the whole text. */
  at: number | null
}

/** What is wrong with a formula, by the check that the server makes too; null: nothing, or there is no formula yet. */
export function formulaProblem(text: string, columns: readonly NamedColumn[]): FormulaProblem | null {
  if (text.trim() === '') return null
  const { text: bound, unknown } = bindReferences(text, columns)
  if (unknown[0] !== undefined)
    return { message: `There is no column “${unknown[0]}”.`, at: Math.max(0, text.indexOf(unknown[0]) - 1) }
  try {
    checkFormula(bound, (id) => columns.some((column) => column.id === id))
    return null
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    const at = placeInShown(text, error.at, columns)
    // The place is where the reading stopped: the mistake comes after the blanks.
    return { message: error.message, at: at + text.slice(at).search(/\S|$/) }
  }
}
