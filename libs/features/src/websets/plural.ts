const NUMBERS = new Intl.NumberFormat('en')

/** `1 row`, `2,500 rows`. */
export function plural(count: number, word: string): string {
  return `${NUMBERS.format(count)} ${word}${count === 1 ? '' : 's'}`
}
