import { countryOfName, joined } from '@enrichify/domain'
import type { TextUnit } from '../lay-out-text.ts'
import { britishParts, isCounty } from './british-parts.ts'
import { hasPostBox, streetScore } from './street-words.ts'

const MAX_STREET_LINES = 4
const CONTACT = new RegExp(
  joined`
    @
    |(?<!\p{L})(?:
      t[ée]l(?!\p{L})|t[ée]l[ée]?(?:ph?on|fax)|phone|fax|mobile(?=[\s.:]*[+(\d])|e-?mail
      |call(?!\p{L})|www\.|https?:|hours|copyright
    )
    |©|(?:\(?\d{3}\)?[-. ]){2}\d{4}
  `,
  'iu',
)
/** Names of parts of a building or a lot. Such a line belongs to the street on the line below it. */
const UNIT_START = new RegExp(
  joined`
    ^(?:
      unit|suite|ste|floor|level|lvl|room|flat|apt|lot|sublot|plot|#
      |(?:\d+\w{0,2}|ground|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top)\s+floor
      |p\.?\s?o
    )(?!\p{L})
  `,
  'iu',
)
const ONLY_BOX = /^(?:p\.?\s?o\.?|post(?:al)?(?:\s?office)?)\s?box[\s:#]*(?:no\.?)?\s*\d[\d -]*[\s,.]*$/i
/** A branch’s name before its suite: `Beijing Rep. Office Suite 1805`. */
export const BRANCH = /^(?:\p{Lu}[\p{L}.]*\s){0,3}office,?\s+(?=(?:suite|room|unit|floor)\s)/iu
/** What may precede the street on its own line. */
const LEAD = new RegExp(
  joined`
    ^(?:
      (?:
        our|the|main|head|corporate|mailing|postal|street|business|office|registered|visiting
        |shipping|physical|store|company|international|regional
      )\s
    )*(?:
      address|office|headquarters|location|adresse|anschrift|direcci[oó]n|indirizzo|adres
      |endere[cç]o|adress|postadresse|besuchsadresse|sede(?: legale)?|visit us(?: at)?|mail(?: to)?
      |located at|we are (?:located )?at
    )\s*(?:[:\-–]|is|at)\s*
  `,
  'i',
)
const LEAD_IN_TEXT = new RegExp(
  joined`
    ^.*?(?:
      located (?:at|in)|address(?: is)?:?|headquarters:?|office:|visit us at|mail(?:ed)? to:?
      |write to:?|based at|send to:?|located:|location:
    )\s+
  `,
  'i',
)

export interface Locality {
  country: string | null
  city: string | null
  region: string | null
  code: string | null
  /** Offsets into the line. */
  start: number
  end: number
}

export interface StreetFound {
  value: string
  city: string | null
  start: number
  score: number
}

/**
 * The street before a locality: on its line, else on the lines above, walked upwards while they look like an address.
 */
export function streetBefore(units: TextUnit[], index: number, locality: Locality): StreetFound | null {
  const unit = units[index] as TextUnit
  const parts: { text: string; start: number }[] = []
  const head = unit.text.slice(Math.max(0, locality.start - 160), locality.start)
  const british = locality.country === 'GB' || locality.country === 'IE'
  const own = ownLineStreet(head, unit.start + locality.start - head.length, british)
  let city = locality.city
  if (own) parts.unshift(own)
  const spoiled = head.trim() !== '' && own === null
  // A line that begins with the suite continues an address. A line with the street is all of it.
  const abroad = locality.country !== 'US' && locality.country !== 'CA'
  const continues =
    own === null ||
    (abroad && ONLY_BOX.test(own.text)) ||
    streetScore(own.text) < 3 ||
    /^(?:suite|ste|unit|floor|fl|#|\d+\w{0,2}\s+floor)\b/i.test(own.text)
  if (!spoiled && continues) {
    let blank = 0
    for (let back = 1; back <= MAX_STREET_LINES + (british ? 2 : 0) && index - back >= 0; back += 1) {
      const above = units[index - back] as TextUnit
      const score = streetScore(above.text)
      if (
        above.text.length > 100 ||
        CONTACT.test(above.text) ||
        /[!?]$/.test(above.text) ||
        above.end + 3 < (units[index - back + 1] as TextUnit).start
      )
        break
      const have = parts.some((part) => streetScore(part.text) >= 2)
      const stripped = above.text.replace(LEAD, '').replace(BRANCH, '')
      const begins = streetScore(units[index - back - 1]?.text ?? '') >= 2
      if (
        score >= 2 ||
        (score === 1 &&
          !LEGAL_FORM.test(above.text) &&
          !isProse(above.text) &&
          (parts.length < 2 || hasPremises(above.text)) &&
          /^[\p{Lu}\d#]/u.test(above.text))
      ) {
        if (have && score < 2 && !hasPremises(above.text)) break
        if (have && score >= 2 && startsAddress(parts, abroad) && !startsUnit(above.text) && !hasPremises(above.text))
          break
        parts.unshift({ text: stripped, start: above.start + (above.text.length - stripped.length) })
        if (stripped.length < above.text.length) break
      } else if (have && startsUnit(above.text)) {
        parts.unshift({ text: stripped, start: above.start + (above.text.length - stripped.length) })
      } else if (
        british &&
        parts.length === 0 &&
        blank < 3 &&
        above.text.length < 40 &&
        /^\p{Lu}[\p{L}\s,.'&-]+$/u.test(above.text)
      ) {
        // Town and county have separate lines before a British postal code.
        blank += 1
        if (!countryOfName(above.text) && (!city || isCounty(city) || blank === 1))
          city = above.text.replace(/(?<![\s,])[\s,]+$/, '')
      } else if (parts.length === 0 && begins && /^\p{Lu}[\p{L}\s.'&()-]{2,38},$/u.test(above.text)) {
        // A part of town between street and city: `Appuswamy Road, / Red Fields, / Coimbatore 641 045`.
        parts.unshift({ text: above.text, start: above.start })
      } else if (
        parts.length === 0 &&
        begins &&
        !city &&
        locality.region &&
        locality.start === 0 &&
        /^\p{Lu}[\p{L}\s.'-]{2,30},?$/u.test(above.text)
      ) {
        city = above.text.replace(/(?<![\s,])[\s,]+$/, '')
      } else break
    }
  }
  if (parts.length === 0) return null
  const last = parts.at(-1) as { text: string; start: number }
  // `Suite # 200, Irvine` above `California 92614`: the city is at the end of the street’s line.
  const tail =
    locality.city === null && !british
      ? /^(.*\d.*?),\s*(\p{Lu}[\p{L}.' -]+)$/u.exec(last.text.replace(/(?<![\s,])[\s,]+$/, ''))
      : null
  if (tail && streetScore(tail[2] as string) === 0) {
    last.text = tail[1] as string
    city = tail[2] as string
  }
  if (british) {
    const split = britishParts(parts.map((part) => part.text).join(', '))
    const lead = parts[0] as { text: string; start: number }
    if (split)
      return {
        value: split.street,
        city: split.city ?? city,
        start: lead.text.includes(split.street.slice(0, 8))
          ? lead.start + Math.max(0, lead.text.indexOf(split.street.slice(0, 8)))
          : lead.start,
        score: Math.max(1, streetScore(split.street)),
      }
  }
  const value = parts.map((part) => part.text.replace(/(?<![\s,;|•·:-])[\s,;|•·:-]+$/, '')).join(', ')
  const score = Math.max(...parts.map((part) => streetScore(part.text)))
  if (value.length > 140) return null
  return {
    value,
    city: locality.city === null && city !== null ? city : null,
    start: parts[0]?.start ?? unit.start,
    score,
  }
}

export const LEGAL_FORM = /(?<!\p{L})(?:limited|ltd|inc|llc|gmbh|plc|pvt|corp|s\.?a|b\.?v|llp)\.?(?!\p{L})/iu

/** Names of houses and parks that are above the street in an address. */
const PREMISES = new RegExp(
  joined`
    (?<!\p{L})(?:
      house|building(?!\s\p{L}{3})|bldg|park|estate|centre|center|court|floor|suite|unit|tower|plaza
      |mill|works|block|complex|chambers|hall|arcade|mall|campus
    )(?!\p{L})
  `,
  'iu',
)

/** Whether a line begins with a numbered part of a building or a lot. */
export function startsUnit(line: string): boolean {
  return UNIT_START.test(line) && /\d|floor/i.test(line)
}

/** Whether a line names a house, a park or a part of one. */
export function hasPremises(line: string): boolean {
  return PREMISES.test(line)
}

/**
 * Whether the topmost part is a street by itself. Outside North America a post box and a street can be in one
 * address.
 */
function startsAddress(parts: { text: string }[], abroad: boolean): boolean {
  return (
    streetScore(parts[0]?.text ?? '') >= 3 &&
    !startsUnit(parts[0]?.text ?? '') &&
    !(abroad && ONLY_BOX.test(parts[0]?.text ?? ''))
  )
}

function isProse(line: string): boolean {
  return (line.match(/(?<!\p{L})\p{Ll}{2,}/gu) ?? []).length > 3
}

const NAMES_BUILDING = new RegExp(
  joined`
    (?<!\p{L})(?:
      house|building|suite|unit|floor|court|centre|center|plaza|tower|level|box|park|estate|block
      |room|gatan|vej|via|rua|calle|nagar
    )(?!\p{L})
  `,
  'iu',
)

/** The street part at the end of the text before the city on one line: from its number (or building) on. */
function ownLineStreet(head: string, offset: number, british: boolean): { text: string; start: number } | null {
  let text = head.replace(/(?<![\s,;|•·(-])[\s,;|•·(-]+$/, '')
  let start = offset
  const cut = (length: number) => {
    text = text.slice(length)
    start += length
  }
  const lead = LEAD.exec(text) ?? LEAD_IN_TEXT.exec(text)
  if (lead) cut(lead[0].length)
  for (const stop of [
    /^.*(?<=\d{4}|\p{L}{2})\s[|•·]\s(?=.*\d)/u,
    /^.*[.!?:]\s+(?=\p{Lu}|\d)(?<!(?:St|Ave|Rd|Dr|Blvd|Ste|No|P\.O|PO|N|S|E|W|Bldg|Hwy|Pkwy|Mt)\.\s+)/u,
    /^.*[–—©®]\s*/u,
  ]) {
    const match = stop.exec(text)
    if (
      match &&
      streetScore(text.slice(match[0].length)) >= 3 &&
      !/^(?:suite|ste|unit|floor|#)/i.test(text.slice(match[0].length))
    )
      cut(match[0].length)
  }
  const firm =
    /^.*(?<!\p{L})(?:limited|ltd|inc|llc|gmbh|plc|pvt|corp|s\.?a\.?r?\.?l?|b\.?v|llp|ag|kg)\.?,?\s+(?=.*\d)/iu.exec(
      text,
    )
  if (firm && streetScore(text.slice(firm[0].length)) >= 2) cut(firm[0].length)
  // Abroad the street word comes first: `Chez Lucienne, 31 rue des Récollets` shows it only without the name before
  // it.
  const named = streetScore(text) < 2 ? /^[^\d]*,\s+(?=\d)/u.exec(text) : null
  if (named && streetScore(text.slice(named[0].length)) >= 3) cut(named[0].length)
  if (streetScore(text) < (british && text.includes(',') ? 1 : 2)) return null
  if (british) return text.length <= 160 && !isProse(text) && !CONTACT.test(text) ? { text, start } : null
  // Words before the house number are the company’s name or a sentence, unless they name a building.
  const number = /(?<![\p{L}\d#-])(?:\d{1,5}[A-Za-z]?(?:\s?[-–]\s?\d{1,5})?\s+(?=\p{L})|P\.?\s*O\.?\s*Box)/u.exec(text)
  if (number && number.index > 0) {
    const before = text.slice(0, number.index)
    if (!NAMES_BUILDING.test(before) && /\p{L}{2}/u.test(before)) cut(number.index)
  }
  if (isProse(text) || text.length > 120 || CONTACT.test(text)) return null
  return hasPostBox(text) || streetScore(text) >= 2 ? { text, start } : null
}
