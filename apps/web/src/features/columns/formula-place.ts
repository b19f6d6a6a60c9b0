import { bindReferences, type NamedColumn } from '@enrichify/domain'

const REFERENCE = /\{[^{}\n]{1,200}\}/g

/** Where a place of the text with ids is in the text as shown, with names. */
export function placeInShown(shown: string, at: number, columns: readonly NamedColumn[]): number {
  let [place, bound] = [0, 0]
  for (const { 0: whole, index } of shown.matchAll(REFERENCE)) {
    if (at <= bound + index - place) break
    const length = bindReferences(whole, columns).text.length
    if (at < bound + index - place + length) return index
    bound += index - place + length
    place = index + whole.length
  }
  return Math.min(shown.length, place + at - bound)
}
