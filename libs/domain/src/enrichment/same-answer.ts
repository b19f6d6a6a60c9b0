import type { CellValue } from '../cells/cell.ts'
import { foldText } from '../evidence/normalise-text.ts'

/**
 * Whether two values say the same: numbers nearly equal, texts without regard to case, accents and punctuation, lists
 * in any order.
 */
export function sameAnswer(a: CellValue, b: CellValue): boolean {
  if (a === null || b === null) return a === b
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
  if (Array.isArray(a) && Array.isArray(b)) return keysOf(a) === keysOf(b)
  return typeof a === typeof b && plain(String(a)) === plain(String(b))
}

/** Whether one of the values says the same as this one. */
export function isAmong(value: CellValue, others: readonly CellValue[]): boolean {
  return others.some((other) => sameAnswer(value, other))
}

function keysOf(list: readonly unknown[]): string {
  return [...new Set(list.map((item) => plain(typeof item === 'string' ? item : JSON.stringify(item))))]
    .sort()
    .join('\n')
}

/** Signs that tell numbers and addresses apart stay: `+`, `-`, `.`, `@`, `/` between other characters. */
function plain(text: string): string {
  return foldText(text)
    .replaceAll(/[,;:!?'"()[\]{}]+/g, ' ')
    .replaceAll(/[.\s]+$/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
