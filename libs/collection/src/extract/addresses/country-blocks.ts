import { countryOfName, regionsOfName, type Fact, joined } from '@enrichify/domain'
import type { TextUnit } from '../lay-out-text.ts'
import { addressFactAdder } from './address-facts.ts'
import { BRANCH, hasPremises, LEGAL_FORM, startsUnit } from './street-before.ts'
import { streetScore } from './street-words.ts'

const MAX_LINES = 6
const NOT_ADDRESS = /@|(?<!\p{L})(?:tel|phone|fax|mobile|e-?mail|www\.|https?:|hours|attn|contact)(?!\p{L})|©|[!?:]$/iu
const CITY_LINE = new RegExp(
  joined`
    ^(?<city>\p{Lu}[\p{L}.'’ -]{1,40}?)(?:[\s,-]+(?<code>\d{3}[\s-]?\d{2,4}|\d{4,6}))?
    (?:,\s*(?<region>\p{Lu}[\p{L} .'-]{1,30}))?$
  `,
  'u',
)
const CODE_FIRST = /^(?<code>(?:[A-Z]{1,2}-)?\d{4,6})\s+(?<city>\p{Lu}[\p{L}.'’ -]{1,40})$/u
/** `Representative Office,` above an address says what the place is, not where. */
const OFFICE_LINE = /^(?:\p{L}+\s){0,3}office(?:\s(?:in|at)\s\p{Lu}\p{L}+)?[\s,:]*$/iu
/** A firm’s name before a numbered part on one line: `Acme Infotech, 102 Block`. */
const FIRM_FIRST = /^[^\d,]{2,30},\s+(?=\d)/u

interface Line {
  text: string
  start: number
}

/**
 * Addresses that end with the country on a separate line, as in international office lists. No postal code is needed.
 */
export function findCountryBlocks(text: string, units: TextUnit[], known: Fact[]): Fact[] {
  const facts: Fact[] = []
  const taken = known.filter((fact) => fact.kind === 'street')
  for (const [index, unit] of units.entries()) {
    // Some write the code after the country: `Saudi Arabia- 11351`.
    const country =
      unit.text.length <= 40 && index > 1 ? countryOfName(unit.text.replace(/(?<![\s,–-])[\s,–-]+\d{4,6}$/, '')) : null
    if (!country || unit.heading > 0 || facts.length > 400) continue
    const lines = linesAbove(units, index)
    const bounds = streetBounds(lines)
    if (!bounds) continue
    const { first, last } = bounds
    const start = (lines[first] as Line).start
    if (taken.some((fact) => fact.start < unit.end && start < fact.end)) continue
    const end = unit.end
    const quote = text.slice(start, end)
    const push = addressFactAdder(facts, { quote, start, end, weight: 0.7, group: `block-${index}` })
    push(
      'street',
      lines
        .slice(first, last + 1)
        .map((line) => line.text.replace(/(?<![\s,;])[\s,;]+$/, ''))
        .join(', '),
    )
    for (const line of lines.slice(last + 1).toReversed()) {
      const { city, code } =
        (
          CODE_FIRST.exec(line.text.replace(/(?<![\s,.])[\s,.]+$/, '')) ??
          CITY_LINE.exec(line.text.replace(/(?<![\s,.])[\s,.]+$/, ''))
        )?.groups ?? {}
      if (!city) continue
      if (regionsOfName(city).some((region) => region.country === country)) {
        push('region', city)
        push('postal_code', code)
        continue
      }
      push('city', city)
      push('postal_code', code)
      break
    }
    push('country', country)
  }
  return facts
}

/** The lines directly above the country that may belong to one address with it, top first. */
function linesAbove(units: TextUnit[], index: number): Line[] {
  const lines: Line[] = []
  for (let back = 1; back <= MAX_LINES && index - back >= 0; back += 1) {
    const line = units[index - back] as TextUnit
    const below = units[index - back + 1] as TextUnit
    if (
      below.start - line.end > 1 ||
      line.text.length > 70 ||
      NOT_ADDRESS.test(line.text) ||
      OFFICE_LINE.test(line.text) ||
      countryOfName(line.text) ||
      line.heading > 0
    )
      break
    const firm = FIRM_FIRST.exec(line.text)
    const cut = firm && streetScore(firm[0]) === 0 ? firm[0].length : (BRANCH.exec(line.text)?.[0].length ?? 0)
    lines.unshift({ text: line.text.slice(cut), start: line.start + cut })
  }
  return lines
}

/**
 * Which of the lines are the street: from the first line that is a street, or a house above a street, to the last.
 * The city’s line is not.
 */
function streetBounds(lines: Line[]): { first: number; last: number } | null {
  const scores = lines.map((line, at) => {
    const score = streetScore(line.text)
    return at > 0 && score < 3 && CODE_FIRST.test(line.text.replace(/(?<![\s,.])[\s,.]+$/, '')) ? 0 : score
  })
  let first = scores.findIndex((score, at) => score >= 2 || (score === 1 && /^\d|,$/.test((lines[at] as Line).text)))
  const above = lines[first - 1]
  if (
    above &&
    (startsUnit(above.text) || (scores[first - 1] === 1 && hasPremises(above.text))) &&
    !LEGAL_FORM.test(above.text)
  )
    first -= 1
  const last = scores.findLastIndex((score) => score >= 1)
  if (first < 0 || !scores.some((score) => score >= 2) || last < first || lines.length - 1 - last > 3) return null
  return { first, last }
}
