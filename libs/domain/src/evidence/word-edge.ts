import { joined } from '../text/long-text.ts'
/** Scripts that write without spaces have no word ends to cut. */
const WORD = new RegExp(
  joined`
    [\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}
    \p{Script=Armenian}\p{Script=Georgian}\p{N}\u00AD]
  `,
  'u',
)

/** Whether a place in a text (UTF-16 code units) lies inside a word or a number. */
export function cutsWord(text: string, at: number): boolean {
  const before = text[at - 1]
  const after = text[at]
  return before !== undefined && after !== undefined && WORD.test(before) && WORD.test(after)
}
