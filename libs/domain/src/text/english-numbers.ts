/*
 * The one place where the server writes numbers into sentences. The sentences are English, and so are their numbers;
 * the client writes them as where the person is (`sentence` in apps/web/src/ui/format.ts).
 */
const WHOLE = new Intl.NumberFormat('en')
const SHORT = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** `1234.5678` → `1,234.57`. */
export const englishNumber = (value: number): string => SHORT.format(value)

/** `1 row`, `2,500 rows`. */
export function plural(count: number, word: string): string {
  return `${WHOLE.format(count)} ${word}${count === 1 ? '' : 's'}`
}
