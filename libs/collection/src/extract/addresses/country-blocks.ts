import { countryOfName, type Fact, type FactKind } from '@enrichify/domain'
import type { TextUnit } from '../lay-out-text.ts'
import { streetScore } from './street-words.ts'

const MAX_LINES = 6
const NOT_ADDRESS = /@|(?<!\p{L})(?:tel|phone|fax|mobile|e-?mail|www\.|https?:|hours|attn|contact)(?!\p{L})|©|[!?:]$/iu
const CITY_LINE = /^(?<city>\p{Lu}[\p{L}.'’ -]{1,40}?)(?:[\s,-]+(?<code>\d{3}[\s-]?\d{2,4}|\d{4,6}))?(?:,\s*(?<region>\p{Lu}[\p{L} .'-]{1,30}))?$/u
const CODE_FIRST = /^(?<code>(?:[A-Z]{1,2}-)?\d{4,6})\s+(?<city>\p{Lu}[\p{L}.'’ -]{1,40})$/u

/** Addresses that end with a line of their own for the country, as international office lists have them; no postal code is needed. */
export function findCountryBlocks(text: string, units: TextUnit[], known: Fact[]): Fact[] {
  const facts: Fact[] = []
  const taken = known.filter((fact) => fact.kind === 'street')
  for (const [index, unit] of units.entries()) {
    const country = unit.text.length <= 40 && index > 1 ? countryOfName(unit.text) : null
    if (!country || unit.heading > 0 || facts.length > 400) continue
    const lines: TextUnit[] = []
    for (let back = 1; back <= MAX_LINES && index - back >= 0; back += 1) {
      const line = units[index - back] as TextUnit
      const below = units[index - back + 1] as TextUnit
      if (below.start - line.end > 1 || line.text.length > 70 || NOT_ADDRESS.test(line.text) || countryOfName(line.text) || line.heading > 0) break
      lines.unshift(line)
    }
    const first = lines.findIndex((line) => streetScore(line.text) >= 2 || (streetScore(line.text) === 1 && /^\d|,$/.test(line.text)))
    const last = lines.findLastIndex((line) => streetScore(line.text) >= 1)
    const strong = lines.some((line) => streetScore(line.text) >= 2)
    if (first < 0 || !strong || last < first || lines.length - 1 - last > 3) continue
    const start = (lines[first] as TextUnit).start
    if (taken.some((fact) => fact.start < unit.end && start < fact.end)) continue
    const end = unit.end
    const group = `block-${index}`
    const push = (kind: FactKind, value: string | undefined) => {
      if (value) facts.push({ kind, value, quote: text.slice(start, end), start, end, origin: 'pattern', weight: 0.7, group } as Fact)
    }
    push('street', lines.slice(first, last + 1).map((line) => line.text.replace(/[\s,;]+$/, '')).join(', '))
    for (const line of lines.slice(last + 1).toReversed()) {
      const { city, code } = (CODE_FIRST.exec(line.text.replace(/[\s,.]+$/, '')) ?? CITY_LINE.exec(line.text.replace(/[\s,.]+$/, '')))?.groups ?? {}
      if (!city) continue
      push('city', city)
      push('postal_code', code)
      break
    }
    push('country', country)
  }
  return facts
}
