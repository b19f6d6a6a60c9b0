import { countryOfName, countryOfPostalCity, type Fact, joined } from '@enrichify/domain'
import type { TextUnit } from '../lay-out-text.ts'
import { countryAfter, nearbyCountry } from './address-country.ts'
import { addressFactAdder } from './address-facts.ts'
import { isCounty } from './british-parts.ts'
import { findCountryBlocks } from './country-blocks.ts'
import { CODE_AFTER_CITY, CODE_BEFORE_CITY, LOCALITY_FORMS, type LocalityForm } from './locality-forms.ts'
import { findLoneStreets, hasGridStreets } from './lone-streets.ts'
import { streetBefore, type Locality } from './street-before.ts'
import { streetScore } from './street-words.ts'

const MAX_LINE = 400
/**
 * Words before a number that make it no postal code, and endings of directions that make a city’s name part of a
 * street.
 */
const NOT_CITY = new RegExp(
  joined`
    (?<!\p{L})(?:
      box|suite|lot|sublot|plot|unit|building|bldg|floor|room|no|nr|apt|phase|section|sector|block
      |tower|villa|flat|copyright|since|tel|fax|phone|n\.?[ew]|s\.?[ew]|street|road|marg|all|rights
    )\.?(?!\p{L})
  `,
  'iu',
)

/** `Suite 120 Marietta, GA`: what looks like a city may begin with the end of the street. */
const END_OF_STREET = new RegExp(
  joined`
    ^(?:.*\s)?
    (?:
      Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Blvd|Boulevard|Lane|Ln|Suite|Ste|Way|Court|Ct|Place|Pl
      |Highway|Hwy|Pkwy|Parkway|Floor|Fl|Circle|Building|Bldg|Square|NW|NE|SW|SE|[A-Z]
    )
    \.?[\s,]+(?=\p{Lu})
  `,
  'u',
)

/**
 * Address facts (street, city, region, postal code, country) of the visible text. The parts of one address share a
 * group and a quote.
 */
export function findAddresses(text: string, units: TextUnit[], countries: string[]): Fact[] {
  const facts: Fact[] = []
  let count = 0
  for (const [index, unit] of units.entries()) {
    if (unit.text.length > MAX_LINE * 6 || !/\d{3}|\d[A-Z]|,\s?[A-Z]|Co(?:\.|unty)|Dublin/.test(unit.text)) continue
    for (const locality of findLocalities(unit.text, countries, units, index)) {
      const street = streetBefore(units, index, locality)
      const british = locality.country === 'GB' || locality.country === 'IE'
      const proven = street !== null && street.score >= (british ? 1 : 2)
      if (!proven && !(locality.code && isSure(locality))) continue
      const below = locality.country === 'IE' && !locality.code ? eircodeBelow(units, index) : null
      if (below) Object.assign(locality, { code: below })
      const country = below
        ? countryAfter(units, index + 1, { ...locality, end: below.length })
        : countryAfter(units, index, locality)
      const start = Math.min(street?.start ?? unit.start + locality.start, unit.start + locality.start)
      const localityEnd = below ? (units[index + 1] as TextUnit).end : unit.start + locality.end
      const end = country ? Math.max(country.end, localityEnd) : localityEnd
      if (end - start > 420) continue
      const group = `address-${(count += 1)}`
      const weight = (proven ? 0.8 : 0.6) + (unit.region === 'footer' || unit.region === 'address' ? 0.05 : 0)
      const quote = text.slice(start, end)
      const push = addressFactAdder(facts, { quote, start, end, weight, group })
      if (proven && street)
        push('street', street.value.replace(/^[^\p{L}\p{N}#(]+|(?<![\s\p{S}•·*|,;:–—-])[\s\p{S}•·*|,;:–—-]+$/gu, ''))
      push('city', cityOf(street?.city ?? locality.city))
      push('region', locality.region)
      push('postal_code', locality.code)
      const told = countryOfPostalCity(quote)
      if (country) push('country', country.code)
      else if (told && told === (locality.country ?? told)) push('country', told)
      else if (
        locality.country &&
        (locality.region || /^(?:GB|CA|NL|PT|PL)$/.test(locality.country)) &&
        locality.country !== 'IE'
      )
        push('country', locality.country)
    }
  }
  facts.push(...findCountryBlocks(text, units, facts))
  if (hasGridStreets(countries[0])) facts.push(...findLoneStreets(text, units, facts))
  return facts
}

/** A county or a country on a separate line is not the town. */
function cityOf(city: string | null): string | null {
  return city && (countryOfName(city) || (isCounty(city) && city.toLowerCase() !== 'durham')) ? null : city
}

const EIRCODE = /^[AC-FHKNPRTV-Y]\d[\dW]\s?[\dAC-FHKNPRTV-Y]{4}$/

/** Irish codes are on a separate line below the county. */
function eircodeBelow(units: TextUnit[], index: number): string | null {
  const next = units[index + 1]
  return next && EIRCODE.test(next.text) ? next.text : null
}

function isSure(locality: Locality): boolean {
  return (
    LOCALITY_FORMS.some((form) => form.sure && form.country === locality.country) &&
    (locality.city !== null || locality.country === 'GB' || locality.country === 'CA')
  )
}

function findLocalities(line: string, countries: string[], units: TextUnit[], index: number): Locality[] {
  const found: Locality[] = []
  for (const form of LOCALITY_FORMS) {
    if (!form.hint.test(line)) continue
    if (
      form.country &&
      !form.sure &&
      !countries.includes(form.country) &&
      !(form.country === 'IN' && /India|\d{3} \d{3}|\p{L}\s?[-–]\s?\d{6}(?!\d)/iu.test(line))
    )
      continue
    for (const match of line.matchAll(form.pattern)) {
      if (found.length > 8) return found
      const locality = readLocality(form, match, countries, units, index)
      if (locality && !found.some((each) => each.start < locality.end && locality.start < each.end))
        found.push(locality)
    }
  }
  return found
}

function readLocality(
  form: LocalityForm,
  match: RegExpExecArray,
  countries: string[],
  units: TextUnit[],
  index: number,
): Locality | null {
  const { city, region, code } = match.groups ?? {}
  let country: string | null = form.country || null
  let start = match.index
  const tail = match.input.slice(match.index + match[0].length)
  if (!form.sure) {
    const near = nearbyCountry(units, index)
    const dashed = country === 'IN' && /\p{L}\s?[-–]\s?\d{6}$/u.test(match[0])
    if (
      country &&
      !dashed &&
      country !== near &&
      !(country === 'IE' ? countries.slice(0, 2) : countries).includes(country)
    )
      return null
    if (!country) {
      const digits = code?.replaceAll(/\D/g, '').length ?? 0
      const after = (match.groups?.city ? match[0].indexOf(match.groups.city) : 0) < match[0].indexOf(code ?? '')
      const table = after ? CODE_AFTER_CITY : CODE_BEFORE_CITY
      country =
        [near, ...(near ? [] : countries.slice(0, 2))].find(
          (each): each is string => each !== null && table[each] === digits,
        ) ?? null
      if (!country) return null
    }
    if (city && (streetScore(city) > 0 || NOT_CITY.test(city) || /^[\s,]*(?:\p{Ll}|\d)/u.test(tail))) return null
  }
  const name = city?.replace(/(?<![\s,.-])[\s,.-]+$/, '') ?? null
  if (
    name &&
    (name.length > 40 ||
      (/\d|(?:^|\s)(?:The|Our|For|And|With|From|Call|Phone|Copyright|All)\s/u.test(name) && !/^Dublin \d/.test(name)))
  )
    return null
  let clean = name
  if (name) {
    const cut = END_OF_STREET.exec(name)
    if (cut && !/^(?:St|Ste|Pl)\.?\s/.test(name)) {
      clean = name.slice(cut[0].length)
      start += (match[0].indexOf(name) < 0 ? 0 : match[0].indexOf(name)) + cut[0].length
    }
  }
  return {
    country,
    city: clean,
    region: region?.trim() ?? null,
    code: code?.replaceAll(/\s+/g, ' ').trim() ?? null,
    start,
    end: match.index + match[0].replace(/(?<![\s.,])[\s.,]+$/, '').length,
  }
}
