import { foldText } from '../evidence/normalise-text.ts'
import type { SheetQuestionColumn } from './sheet-question.ts'

/**
 * Lower case, with column names as ⟨c3⟩. The longest names are replaced first. Names may be in the singular or the
 * plural, with or without braces or quotes.
 */
export function nameColumns(question: string, columns: readonly SheetQuestionColumn[]): string {
  let text = ` ${foldKeepingLength(question)} `
  const names = columns
    .flatMap(({ id, name }) => formsOf(foldKeepingLength(name).trim()).map((form) => ({ id, form })))
    .toSorted((a, b) => b.form.length - a.form.length)
  for (const { id, form } of names) {
    const escaped = form.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    text = text.replaceAll(
      new RegExp(String.raw`(?<![\p{L}\p{N}⟨])["{“']?${escaped}["}”']?(?![\p{L}\p{N}⟩])`, 'gu'),
      `⟨${id}⟩`,
    )
  }
  return text.replaceAll(/\s+/g, ' ').trim()
}

function formsOf(name: string): string[] {
  if (name === '') return []
  const plural = name.endsWith('y') ? `${name.slice(0, -1)}ies` : name.endsWith('s') ? `${name}es` : `${name}s`
  return [
    ...new Set([
      name,
      plural,
      `${name} number`,
      `${name} numbers`,
      `${name} address`,
      `${name} addresses`,
      ...(name.endsWith('s') ? [name.slice(0, -1)] : []),
    ]),
  ]
}

function foldKeepingLength(text: string): string {
  return foldText(text).replaceAll(/[“”]/g, '"')
}
