import { countryOfHost, countryOfName } from '@enrichify/domain'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

const COUNTRY_OF_LANGUAGE: Record<string, string> = {
  de: 'DE',
  fr: 'FR',
  it: 'IT',
  es: 'ES',
  nl: 'NL',
  pt: 'PT',
  pl: 'PL',
  sv: 'SE',
  da: 'DK',
  nb: 'NO',
  no: 'NO',
  nn: 'NO',
  fi: 'FI',
  cs: 'CZ',
  hu: 'HU',
  ro: 'RO',
  el: 'GR',
  tr: 'TR',
  ja: 'JP',
  ko: 'KR',
  ru: 'RU',
  uk: 'UA',
  bg: 'BG',
  hr: 'HR',
  sk: 'SK',
  sl: 'SI',
  et: 'EE',
  lv: 'LV',
  lt: 'LT',
  he: 'IL',
  th: 'TH',
  vi: 'VN',
}
const US_REGION =
  '(?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])'
const FORMS: [string, number, RegExp][] = [
  ['US', 2, new RegExp(`\\b${US_REGION}\\.?,?\\s+\\d{5}(?:-\\d{4})?\\b`, 'g')],
  ['CA', 3, /\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b/g],
  ['GB', 3, /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b/g],
  ['AU', 3, /\b(?:NSW|VIC|QLD|TAS|ACT|WA|SA|NT),? \d{4}\b/gi],
  ['NL', 2, /\b[1-9]\d{3} ?[A-Z]{2}\b,? [A-Z][a-z]/g],
  ['IE', 2, /\bCo(?:\.|unty) ?[A-Z][a-z]+|\bDublin \d{1,2}\b/g],
  ['PT', 2, /\b\d{4}-\d{3} [A-Z]/g],
  ['PL', 2, /\b\d{2}-\d{3} [A-ZŁŚŻ]/g],
  ['US', 1, /\(?\b[2-9]\d\d\)?[-. ] ?[2-9]\d\d[-. ]\d{4}\b/g],
  ['GB', 1, /\b0[12378]\d{2,4} ?\d{3} ?\d{3,4}\b|£\s?\d/g],
  ['DE', 1, /\b[A-ZÄÖÜ][a-zäöüß]+(?:straße|strasse|str\.) \d+/g],
]
const COUNTRY_WORDS =
  /(?<![\p{L}])(?:USA|U\.S\.A\.?|UK|United (?:States|Kingdom)|\p{Lu}\p{L}{3,}(?: \p{Lu}\p{L}+)?)(?![\p{L}])/gu

/**
 * The countries that a page is probably from, likeliest first, at most six: by top-level domain, language tags, forms
 * of postal codes and phone numbers, names of countries. Only the beginning of a long text is read.
 */
export function guessCountries(page: {
  host: string
  language: string | null
  locales: string[]
  text: string
  phoneLinks: string[]
}): string[] {
  const scores = new Map<string, number>()
  const add = (country: string | null | undefined, score: number) => {
    if (country) scores.set(country, (scores.get(country) ?? 0) + score)
  }
  add(countryOfHost(page.host), 8)
  for (const tag of [page.language, ...page.locales]) {
    const [language, region] = (tag ?? '').split(/[-_]/)
    if (region?.length === 2) add(region.toUpperCase(), tag?.toLowerCase().startsWith('en') ? 0.5 : 3)
    add(COUNTRY_OF_LANGUAGE[language?.toLowerCase() ?? ''], 2)
  }
  for (const link of page.phoneLinks.slice(0, 20))
    if (link.startsWith('+')) add(parsePhoneNumberFromString(link)?.country, 2)
  const text = page.text.slice(0, 150_000)
  for (const [country, weight, form] of FORMS) add(country, weight * countUpTo(3, text, form))
  for (const match of text.slice(0, 60_000).matchAll(/\+(\d{1,3})[\s().-]{0,3}\d[\d\s().-]{5,14}\d/g))
    add(parsePhoneNumberFromString(match[0].replaceAll('(0)', ''))?.country, 1.5)
  let names = 0
  for (const match of text.slice(0, 60_000).matchAll(COUNTRY_WORDS)) {
    if ((names += 1) > 4_000) break
    add(countryOfName(match[0]) ?? countryOfName(match[0].split(' ')[0] ?? ''), 0.4)
  }
  const ranked = [...scores]
    .filter(([, score]) => score >= 0.8)
    .sort((a, b) => b[1] - a[1])
    .map(([country]) => country)
  return ranked.slice(0, 6)
}

function countUpTo(limit: number, text: string, form: RegExp): number {
  let count = 0
  for (const _match of text.matchAll(form)) if ((count += 1) >= limit) break
  return count
}
