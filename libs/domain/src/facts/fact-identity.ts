import { foldText, wordsOf } from '../evidence/normalise-text.ts'
import { words } from '../text/long-text.ts'
import type { FactKind, FactValues } from './fact-kinds.ts'

const STREET_WORDS: Record<string, string> = {
  street: 'st',
  avenue: 'ave',
  av: 'ave',
  road: 'rd',
  drive: 'dr',
  boulevard: 'blvd',
  lane: 'ln',
  suite: 'ste',
  highway: 'hwy',
  court: 'ct',
  place: 'pl',
  parkway: 'pkwy',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  floor: 'fl',
  square: 'sq',
  building: 'bldg',
  northwest: 'nw',
  northeast: 'ne',
  southwest: 'sw',
  southeast: 'se',
  strasse: 'str',
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
  seventh: '7th',
  eighth: '8th',
  ninth: '9th',
  tenth: '10th',
}
const HONORIFICS = new Set(
  words(`
    mr mrs ms miss dr dra don prof professor sir dame rev capt captain hr herr frau fr m mme mlle dipl
    ing mag dott dott ssa avv sr sra srta md phd mba cpa esq dds dmd jr sr ii iii rn do od pa pe cfa llm
    jd
  `),
)

type Identity = { [K in FactKind]: (value: FactValues[K]) => string }

/** Two values with one key are one value in two notations. */
const IDENTITIES: Identity = {
  company_name: (value) => wordsOf(value).join(' '),
  description: (value) => foldText(value),
  phone: (value) => value,
  fax: (value) => value,
  email: (value) => value.toLowerCase(),
  street: (value) =>
    wordsOf(value.replace(/\bp\.?\s?o\.?\s?box\b/gi, 'pobox'))
      .map((word) => STREET_WORDS[word] ?? word)
      .filter((word) => word !== 'no' && word !== 'nr')
      .join(' '),
  city: (value) => wordsOf(value).join(' '),
  region: (value) => wordsOf(value).join(' '),
  postal_code: (value) => value.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase(),
  country: (value) => value.toUpperCase(),
  opening_hours: (value) => value.osm ?? wordsOf(value.text).join(' '),
  people: (value) => {
    const words = wordsOf(value.name.split(',')[0]!).filter((word) => !HONORIFICS.has(word))
    return words.length > 1 ? `${words[0]} ${words.at(-1)}` : words.join(' ')
  },
  social: (value) => `${value.network} ${value.url.toLowerCase().replace(/\/$/, '')}`,
  founded: (value) => String(value),
}

/** The key of a fact’s value. It is the same for the same value in another notation. */
export function factIdentity<K extends FactKind>(kind: K, value: FactValues[K]): string {
  return IDENTITIES[kind](value)
}
