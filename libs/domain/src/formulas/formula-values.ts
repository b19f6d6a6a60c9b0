export type FormulaValue = string | number | boolean | null

export function isBlank(value: FormulaValue): boolean {
  return value === null || value === ''
}

export function isTrue(value: FormulaValue): boolean {
  if (typeof value === 'string') return !['', 'false', 'no', '0'].includes(value.trim().toLowerCase())
  return value !== null && value !== false && value !== 0
}

export function textOf(value: FormulaValue): string {
  if (value === null) return ''
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

/** Null for what is not a number: the result stays empty instead of wrong. */
export function numberOf(value: FormulaValue): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  const text = value?.trim() ?? ''
  if (!/^-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?%?$/.test(text) || !/\d/.test(text)) return null
  const number = Number(text.replaceAll(/[,%]/g, ''))
  return text.endsWith('%') ? number / 100 : number
}
