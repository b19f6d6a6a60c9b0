import { countryOfName, type Fact, type FactKind } from '@enrichify/domain'
import type { TextUnit } from '../lay-out-text.ts'
import { britishParts, isCounty } from './british-parts.ts'
import { findCountryBlocks } from './country-blocks.ts'
import { CODE_AFTER_CITY, CODE_BEFORE_CITY, LOCALITY_FORMS, type LocalityForm } from './locality-forms.ts'
import { hasPostBox, streetScore } from './street-words.ts'

const MAX_STREET_LINES = 4
const MAX_LINE = 400
const CONTACT = /@|(?<!\p{L})(?:tel|phone|fax|mobile|e-?mail|call|www\.|https?:|hours|copyright)|©|(?:\(?\d{3}\)?[-. ]){2}\d{4}/iu
/** What may stand in front of the street on its own line. */
const LEAD =
  /^(?:(?:our|the|main|head|corporate|mailing|postal|street|business|office|registered|visiting|shipping|physical|store|company|international|regional)\s)*(?:address|office|headquarters|location|adresse|anschrift|direcci[oó]n|indirizzo|adres|endere[cç]o|adress|postadresse|besuchsadresse|sede(?: legale)?|visit us(?: at)?|mail(?: to)?|located at|we are (?:located )?at)\s*(?:[:\-–]|is|at)\s*/i
const LEAD_IN_TEXT = /^.*?(?:located (?:at|in)|address(?: is)?:?|headquarters:?|office:|visit us at|mail(?:ed)? to:?|write to:?|based at|send to:?|located:|location:)\s+/i

/** Words in front of a number that make it no postal code, and endings of directions that make a city's name part of a street. */
const NOT_CITY = /(?<!\p{L})(?:box|suite|lot|sublot|plot|unit|building|bldg|floor|room|no|nr|apt|phase|section|sector|block|tower|villa|flat|copyright|since|tel|fax|phone|n\.?[ew]|s\.?[ew]|street|road|marg|all|rights)\.?(?!\p{L})/iu

interface Locality {
  country: string | null
  city: string | null
  region: string | null
  code: string | null
  /** Offsets into the line. */
  start: number
  end: number
}

/** Address facts (street, city, region, postal code, country) of the visible text; the parts of one address share a group and a quote. */
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
      const country = countryAfter(units, index, locality)
      const start = Math.min(street?.start ?? unit.start + locality.start, unit.start + locality.start)
      const end = country ? Math.max(country.end, unit.start + locality.end) : unit.start + locality.end
      if (end - start > 420) continue
      const group = `address-${(count += 1)}`
      const weight = (proven ? 0.8 : 0.6) + (unit.region === 'footer' || unit.region === 'address' ? 0.05 : 0)
      const push = (kind: FactKind, value: string | null | undefined) => {
        if (value) facts.push({ kind, value, quote: text.slice(start, end), start, end, origin: 'pattern', weight, group } as Fact)
      }
      if (proven && street) push('street', street.value)
      push('city', street?.city ?? locality.city)
      push('region', locality.region)
      push('postal_code', locality.code)
      if (country) push('country', country.code)
      else if (locality.country && (locality.region || /^(?:GB|CA|NL|PT|PL)$/.test(locality.country)) && locality.country !== 'IE') push('country', locality.country)
    }
  }
  facts.push(...findCountryBlocks(text, units, facts))
  if (countries.slice(0, 1).some((country) => GRID_COUNTRIES.has(country))) facts.push(...loneStreets(text, units, facts))
  return facts
}

const GRID_COUNTRIES = new Set(['US', 'CA', 'AU', 'NZ', 'GB', 'IE'])
const LONE_STREET = /^#?\d{1,5}(?:-\d{1,5})?\s+(?:[NSEWnsew][EWew]?\.?\s+)?(?:[\p{L}\d'.]+\s+){0,3}?(?:st|street|ave|avenue|rd|road|dr|drive|blvd|boulevard|ln|lane|way|pl|place|ct|court|pkwy|parkway|hwy|highway|broadway|terrace|circle|cir|sq|square|(?:\d+(?:st|nd|rd|th)))\.?(?:\s+(?:north|south|east|west|[NSEW][EW]?))?(?:[\s,]+(?:#|apt|suite|ste|unit|floor|fl|\d+\w\w\s+(?:floor|fl))\.?\s*#?\s*[\w-]*)?[.,]?$/iu

/** Lines that are a street with its number and nothing else, outside of a whole address: listings, map captions. Weaker than any address. */
function loneStreets(text: string, units: TextUnit[], known: Fact[]): Fact[] {
  const facts: Fact[] = []
  for (const unit of units) {
    if (unit.text.length < 8 || unit.text.length > 60 || !LONE_STREET.test(unit.text) || facts.length >= 60) continue
    if (known.some((fact) => fact.start <= unit.start && unit.end <= fact.end)) continue
    facts.push({ kind: 'street', value: unit.text.replace(/[\s,]+$/, ''), quote: text.slice(unit.start, unit.end), start: unit.start, end: unit.end, origin: 'pattern', weight: 0.4, group: null })
  }
  return facts
}

function isSure(locality: Locality): boolean {
  return LOCALITY_FORMS.some((form) => form.sure && form.country === locality.country) && (locality.city !== null || locality.country === 'GB' || locality.country === 'CA')
}

function findLocalities(line: string, countries: string[], units: TextUnit[], index: number): Locality[] {
  const found: Locality[] = []
  for (const form of LOCALITY_FORMS) {
    if (!form.hint.test(line)) continue
    if (form.country && !form.sure && !countries.includes(form.country) && !(form.country === 'IN' && /India|\d{3} \d{3}/i.test(line))) continue
    for (const match of line.matchAll(form.pattern)) {
      if (found.length > 8) return found
      const locality = readLocality(form, match, countries, units, index)
      if (locality && !found.some((each) => each.start < locality.end && locality.start < each.end)) found.push(locality)
    }
  }
  return found
}

function readLocality(form: LocalityForm, match: RegExpExecArray, countries: string[], units: TextUnit[], index: number): Locality | null {
  const { city, region, code } = match.groups ?? {}
  let country: string | null = form.country || null
  let start = match.index
  const tail = match.input.slice(match.index + match[0].length)
  if (!form.sure) {
    const near = nearbyCountry(units, index)
    if (country && country !== near && !(country === 'IE' ? countries.slice(0, 2) : countries).includes(country)) return null
    if (!country) {
      const digits = code?.replaceAll(/\D/g, '').length ?? 0
      const after = (match.groups?.city ? match[0].indexOf(match.groups.city) : 0) < match[0].indexOf(code ?? '')
      const table = after ? CODE_AFTER_CITY : CODE_BEFORE_CITY
      country = [near, ...(near ? [] : countries.slice(0, 2))].find((each): each is string => each !== null && table[each] === digits) ?? null
      if (!country) return null
    }
    if (city && (streetScore(city) > 0 || NOT_CITY.test(city) || /^[\s,]*(?:\p{Ll}|\d)/u.test(tail))) return null
  }
  const name = city?.replace(/[\s,.-]+$/, '') ?? null
  if (name && (name.length > 40 || /\d|(?:^|\s)(?:The|Our|For|And|With|From|Call|Phone|Copyright|All)\s/u.test(name) && !/^Dublin \d/.test(name))) return null
  // `Suite 120 Marietta, GA`: what looks like a city may begin with the end of the street.
  let clean = name
  if (name) {
    const cut = /^(?:.*\s)?(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Blvd|Boulevard|Lane|Ln|Suite|Ste|Way|Court|Ct|Place|Pl|Highway|Hwy|Pkwy|Parkway|Floor|Circle|Building|Bldg|Square|NW|NE|SW|SE|[A-Z])\.?[\s,]+(?=\p{Lu})/u.exec(name)
    if (cut && !/^(?:St|Ste|Pl)\.?\s/.test(name)) {
      clean = name.slice(cut[0].length)
      start += (match[0].indexOf(name) < 0 ? 0 : match[0].indexOf(name)) + cut[0].length
    }
  }
  return { country, city: clean, region: region?.trim() ?? null, code: code?.replaceAll(/\s+/g, ' ').trim() ?? null, start, end: match.index + match[0].replace(/[\s.,]+$/, '').length }
}

function nearbyCountry(units: TextUnit[], index: number): string | null {
  for (const offset of [0, 1, 2, -1, -2, -3, -4, -5, -6]) {
    const near = units[index + offset]
    if (!near || near.text.length > 120) continue
    const found = countryOfName(near.text) ?? countryOfName(near.text.split(/[,.\s]\s*/).at(-1) ?? '') ?? (near.text.includes(',') ? countryOfName(near.text.split(',').at(-1) ?? '') : null)
    if (found) return found
  }
  return null
}

function countryAfter(units: TextUnit[], index: number, locality: Locality): { code: string; end: number } | null {
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

interface StreetFound {
  value: string
  city: string | null
  start: number
  score: number
}

/** The street in front of a locality: on its line, else on the lines above, walked upwards while they look like an address. */
function streetBefore(units: TextUnit[], index: number, locality: Locality): StreetFound | null {
  const unit = units[index] as TextUnit
  const parts: { text: string; start: number }[] = []
  const head = unit.text.slice(Math.max(0, locality.start - 160), locality.start)
  const british = locality.country === 'GB' || locality.country === 'IE'
  const own = ownLineStreet(head, unit.start + locality.start - head.length, british)
  let city = locality.city
  if (own) parts.unshift(own)
  const spoiled = head.trim() !== '' && own === null
  // A line that begins with the suite continues an address; one with the street is all of it.
  const continues = own === null || (streetScore(own.text) < 3 || /^(?:suite|ste|unit|floor|fl|#|\d+\w{0,2}\s+floor)\b/i.test(own.text))
  if (!spoiled && continues) {
    let blank = 0
    for (let back = 1; back <= MAX_STREET_LINES + (british ? 2 : 0) && index - back >= 0; back += 1) {
      const above = units[index - back] as TextUnit
      const score = streetScore(above.text)
      if (above.text.length > 100 || CONTACT.test(above.text) || /[!?]$/.test(above.text) || above.end + 3 < (units[index - back + 1] as TextUnit).start) break
      const have = parts.some((part) => streetScore(part.text) >= 2)
      const stripped = above.text.replace(LEAD, '')
      if (score >= 2 || (score === 1 && !LEGAL_FORM.test(above.text) && !isProse(above.text) && parts.length < 2 && /^[\p{Lu}\d#]/u.test(above.text))) {
        if (have && score < 2 && !PREMISES.test(above.text)) break
        if (have && score >= 2 && startsAddress(parts) && !/^(?:unit|suite|floor|level|\d+\w{0,2}\s+floor|p\.?\s?o|lvl)/i.test(above.text) && !PREMISES.test(above.text)) break
        parts.unshift({ text: stripped, start: above.start + (above.text.length - stripped.length) })
        if (stripped.length < above.text.length) break
      } else if (british && parts.length === 0 && blank < 3 && above.text.length < 40 && /^\p{Lu}[\p{L}\s,.'&-]+$/u.test(above.text)) {
        // Town and county have lines of their own in front of a British postal code.
        blank += 1
        if (!city || isCounty(city) || blank === 1) city = above.text.replace(/[\s,]+$/, '')
      } else break
    }
  }
  if (parts.length === 0) return null
  const last = parts.at(-1) as { text: string; start: number }
  // `Suite # 200, Irvine` above `California 92614`: the city stands at the end of the street's line.
  const tail = locality.city === null && !british ? /^(.*\d.*?),\s*(\p{Lu}[\p{L}.' -]+)$/u.exec(last.text.replace(/[\s,]+$/, '')) : null
  if (tail && streetScore(tail[2] as string) === 0) {
    last.text = tail[1] as string
    city = tail[2] as string
  }
  if (british) {
    const split = britishParts(parts.map((part) => part.text).join(', '))
    const lead = parts[0] as { text: string; start: number }
    if (split) return { value: split.street, city: split.city ?? city, start: lead.text.includes(split.street.slice(0, 8)) ? lead.start + Math.max(0, lead.text.indexOf(split.street.slice(0, 8))) : lead.start, score: Math.max(1, streetScore(split.street)) }
  }
  const value = parts.map((part) => part.text.replace(/[\s,;|•·:-]+$/, '')).join(', ')
  const score = Math.max(...parts.map((part) => streetScore(part.text)))
  if (value.length > 140) return null
  return { value, city: locality.city === null && city !== null ? city : null, start: parts[0]?.start ?? unit.start, score }
}

const LEGAL_FORM = /(?<!\p{L})(?:limited|ltd|inc|llc|gmbh|plc|pvt|corp|s\.?a|b\.?v|llp)\.?(?!\p{L})/iu

/** Names of houses and parks that stand above the street in an address. */
const PREMISES = /(?<!\p{L})(?:house|building|bldg|park|estate|centre|center|court|floor|suite|unit|tower|plaza|mill|works|block|complex|chambers|hall|arcade|mall)(?!\p{L})/iu

function startsAddress(parts: { text: string }[]): boolean {
  return streetScore(parts[0]?.text ?? '') >= 3
}

function isProse(line: string): boolean {
  return (line.match(/(?<!\p{L})\p{Ll}{2,}/gu) ?? []).length > 3
}

/** The street part at the end of what precedes the city on one line: from its number (or building) on. */
function ownLineStreet(head: string, offset: number, british: boolean): { text: string; start: number } | null {
  let text = head.replace(/[\s,;|•·(-]+$/, '')
  let start = offset
  const cut = (length: number) => {
    text = text.slice(length)
    start += length
  }
  const lead = LEAD.exec(text) ?? LEAD_IN_TEXT.exec(text)
  if (lead) cut(lead[0].length)
  for (const stop of [/^.*(?<=\d{4}|\p{L}{2})\s[|•·]\s(?=.*\d)/u, /^.*[.!?:]\s+(?=\p{Lu}|\d)(?<!(?:St|Ave|Rd|Dr|Blvd|Ste|No|P\.O|PO|N|S|E|W|Bldg|Hwy|Pkwy|Mt)\.\s+)/u, /^.*[–—©®]\s*/u]) {
    const match = stop.exec(text)
    if (match && streetScore(text.slice(match[0].length)) >= 3 && !/^(?:suite|ste|unit|floor|#)/i.test(text.slice(match[0].length))) cut(match[0].length)
  }
  const firm = /^.*(?<!\p{L})(?:limited|ltd|inc|llc|gmbh|plc|pvt|corp|s\.?a\.?r?\.?l?|b\.?v|llp|ag|kg)\.?,?\s+(?=.*\d)/iu.exec(text)
  if (firm && streetScore(text.slice(firm[0].length)) >= 2) cut(firm[0].length)
  if (streetScore(text) < (british && text.includes(',') ? 1 : 2)) return null
  if (british) return text.length <= 160 && !isProse(text) && !CONTACT.test(text) ? { text, start } : null
  // Words before the house number are the company's name or a sentence, unless they name a building.
  const number = /(?<![\p{L}\d#-])(?:\d{1,5}[A-Za-z]?(?:\s?[-–]\s?\d{1,5})?\s+(?=\p{L})|P\.?\s*O\.?\s*Box)/u.exec(text)
  if (number && number.index > 0) {
    const before = text.slice(0, number.index)
    if (!/(?<!\p{L})(?:house|building|suite|unit|floor|court|centre|center|plaza|tower|level|box|park|estate|block|room|gatan|vej|via|rua|calle|nagar)(?!\p{L})/iu.test(before) && /\p{L}{2}/u.test(before)) cut(number.index)
  }
  if (isProse(text) || text.length > 120 || CONTACT.test(text)) return null
  return hasPostBox(text) || streetScore(text) >= 2 ? { text, start } : null
}
