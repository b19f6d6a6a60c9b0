import { foldText } from './normalise-text.ts'

const TERM = '(?:[\\p{L}\\p{N}]|(?<=\\d)[.,](?=\\d))+'

/**
 * The words of a text, folded, to ask whether a value is among them. A number with its dots and commas is one word
 * (`2.5` is not in `12.5`), and so is `C++`. With `signs`, money signs, `%`, `#` and the like are words too.
 */
export function termsOf(text: string, signs: boolean): string[] {
  return (
    foldText(text)
      .replaceAll('&', ' and ')
      .match(signs ? WITH_SIGNS : PLAIN) ?? []
  )
}

const GRADE = '(?:(?<=(?<!\\p{L})\\p{L})(?:\\+{1,2}|#)(?![\\p{L}\\p{N}]))?'
const PLAIN = new RegExp(`${TERM}${GRADE}`, 'gu')
const WITH_SIGNS = new RegExp(`${TERM}${GRADE}|[\\p{Sc}\\p{Sm}#%°]`, 'gu')
