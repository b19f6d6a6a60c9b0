import { words } from '../text/long-text.ts'
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'nb', 'fi', 'cs', 'hu', 'ro']

const CODES = words(`
  AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD
  CF CG CH CI CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO FR GA GB
  GD GE GG GH GI GL GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG
  KH KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU
  MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PR PS PT PW PY QA RO RS RU RW SA SB
  SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY
  UZ VA VC VE VN VU WS YE ZA ZM ZW
`)

/** Spellings of countries that the name tables of the languages do not have. */
const OTHER_NAMES: Record<string, string[]> = {
  US: [
    'usa',
    'u.s.a.',
    'u.s.a',
    'u.s.',
    'us',
    'united states of america',
    'the united states',
    'etats-unis',
    'estados unidos',
    'ee.uu.',
    'vereinigte staaten',
  ],
  GB: [
    'uk',
    'u.k.',
    'u.k',
    'great britain',
    'england',
    'scotland',
    'wales',
    'northern ireland',
    'britain',
    'united kingdom of great britain and northern ireland',
    'grossbritannien',
  ],
  IE: ['republic of ireland', 'eire', 'éire'],
  NL: ['holland', 'the netherlands'],
  CZ: ['czech republic'],
  CN: ["people's republic of china", 'p.r. china', 'pr china', 'p.r.china', 'prc'],
  KR: ['korea', 'republic of korea', 'south korea'],
  AE: ['uae', 'u.a.e.', 'u.a.e'],
  SA: ['kingdom of saudi arabia', 'ksa'],
  RU: ['russian federation'],
  TR: ['turkey', 'türkiye'],
  DE: ['federal republic of germany', 'brd'],
  CH: ['switzerland', 'schweiz', 'suisse', 'svizzera'],
  VN: ['viet nam'],
  CI: ['ivory coast'],
  MK: ['macedonia'],
  OM: ['sultanate of oman'],
  BH: ['kingdom of bahrain'],
  KW: ['state of kuwait'],
  QA: ['state of qatar'],
  LK: ['srilanka'],
}

/** Top-level domains of a country that the world uses for other things. */
const GENERIC_TLDS = new Set([
  'ai',
  'cc',
  'co',
  'fm',
  'gg',
  'im',
  'io',
  'la',
  'ly',
  'me',
  'sh',
  'st',
  'to',
  'tv',
  'vc',
  'ws',
  'tk',
  'gl',
  'gd',
  'pw',
  'ms',
  'nu',
])

const codeByName = new Map<string, string>()
const fold = (text: string) => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase()

for (const language of LANGUAGES) {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  for (const code of CODES) {
    const name = names.of(code)
    if (name && !codeByName.has(fold(name))) codeByName.set(fold(name), code)
  }
}
for (const [code, names] of Object.entries(OTHER_NAMES)) for (const name of names) codeByName.set(fold(name), code)

const codes = new Set(CODES)

/**
 * The ISO 3166-1 alpha-2 code of a country’s name in any of fifteen languages, of an abbreviation in use (`UK`,
 * `U.S.A.`) or of the code itself. Null when it is none of these.
 */
export function countryOfName(text: string): string | null {
  // The longest name has under sixty letters. Most of what is asked is longer or was asked before.
  if (text.length > 64) return null
  const remembered = answers.get(text)
  if (remembered !== undefined) return remembered
  const answer = lookUpCountry(text)
  if (answers.size < 50_000) answers.set(text, answer)
  return answer
}

const answers = new Map<string, string | null>()

function lookUpCountry(text: string): string | null {
  const name = fold(text).replace(/^[\s,.;:–-]+|(?<![\s,;:–-])[\s,;:–-]+$/g, '')
  const known = codeByName.get(name) ?? codeByName.get(name.replace(/\.$/, ''))
  if (known) return known
  const upper = text.trim()
  return upper.length === 2 && codes.has(upper) ? upper : null
}

/** True for one of the ISO 3166-1 alpha-2 codes in use. */
export function isCountryCode(code: string): boolean {
  return codes.has(code)
}

/** The country that a host’s top-level domain belongs to; `null` for generic ones (also those like `.io` and `.tv`). */
export function countryOfHost(host: string): string | null {
  const last = host.slice(host.lastIndexOf('.') + 1).toLowerCase()
  if (last === 'uk') return 'GB'
  return last.length === 2 && !GENERIC_TLDS.has(last) && codes.has(last.toUpperCase()) ? last.toUpperCase() : null
}
