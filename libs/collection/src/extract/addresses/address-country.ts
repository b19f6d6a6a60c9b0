import { countryOfName } from '@enrichify/domain'
import type { TextUnit } from '../lay-out-text.ts'
import type { Locality } from './street-before.ts'

/** The country that a line near an address names: the line itself, the two below, the six above. */
export function nearbyCountry(units: TextUnit[], index: number): string | null {
  for (const offset of [0, 1, 2, -1, -2, -3, -4, -5, -6]) {
    const near = units[index + offset]
    if (!near || near.text.length > 120) continue
    const found =
      countryOfName(near.text) ??
      countryOfName(near.text.split(/[,.\s]\s*/).at(-1) ?? '') ??
      (near.text.includes(',') ? countryOfName(near.text.split(',').at(-1) ?? '') : null)
    if (found) return found
  }
  return null
}

/** The country named directly after a locality or on the line below it, with where it ends in the text. */
export function countryAfter(
  units: TextUnit[],
  index: number,
  locality: Locality,
): { code: string; end: number } | null {
  const unit = units[index] as TextUnit
  const rest = unit.text.slice(locality.end)
  const same = /^[\s,.;|•·()-]{0,4}(\p{Lu}[\p{L}.]*(?:\s\p{L}[\p{L}.]*){0,3})/u.exec(rest)
  if (same) {
    const words = (same[1] as string).split(' ')
    for (let length = words.length; length > 0; length -= 1) {
      const name = words.slice(0, length).join(' ')
      const code = name.length > 1 ? countryOfName(name) : null
      if (code) return { code, end: unit.start + locality.end + same[0].indexOf(name) + name.length }
    }
  }
  if (rest.replaceAll(/[\s,.]/g, '') !== '') return null
  const next = units[index + 1]
  const code = next && next.text.length < 40 ? countryOfName(next.text) : null
  return next && code ? { code, end: next.end } : null
}
