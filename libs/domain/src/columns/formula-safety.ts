/**
 * What a spreadsheet may take for the beginning of a formula: also full-width, and after white space or characters that
 * are not seen.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}\p{DI}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u
/**
 * A sign, digits, spaces and the punctuation of phone numbers: `-1`, `+49 30 123`. At worst a spreadsheet shows
 * `+49-30-1` as a number. It reaches nothing by that.
 */
const HARMLESS = /^[+-]?[\d\s()./-]*(?:;ext=\d+)?$/

function isFormula(text: string): boolean {
  const bare = text.replace(/^'+/, '')
  return FORMULA.test(bare) && !(HARMLESS.test(bare) && /^[+-]?[\d(]/.test(bare) && /\d/.test(bare))
}

/** Text that a spreadsheet shows and never computes. `unescapeFormula` gives back exactly the original text. */
export function escapeFormula(text: string): string {
  return isFormula(text) ? `'${text}` : text
}

export function unescapeFormula(text: string): string {
  return text.startsWith("'") && isFormula(text) ? text.slice(1) : text
}
