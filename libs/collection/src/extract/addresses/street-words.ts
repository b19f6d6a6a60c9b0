import { joined } from '@enrichify/domain'
/** Words that only streets, buildings and boxes have, by how they are written. Lower case without accents. */
const ENGLISH = joined`
  street|str|st|avenue|ave|av|road|rd|drive|dr|boulevard|blvd|blv|lane|ln|highway|hwy|court|ct
  |place|pl|parkway|pkwy|pky|square|sq|terrace|ter|trail|trl|circle|cir|way|crescent|cres|close
  |grove|gardens|mews|row|walk|hill|quay|wharf|pike|turnpike|tpke|freeway|fwy|expressway|expy
  |route|rte|plaza|loop|alley|broadway|bypass|causeway|commons|crossing|xing|esplanade|parade
  |promenade|rise|ridge|view|vista|embankment|wynd|green|track|bend|cove|creek|run|path|point
  |pointe|landing|center|centre|park
`
const BUILDINGS = joined`
  house|building(?!\s\p{L}{3})|bldg|floor|fl|suite|ste|unit|units|level|lvl|lvl2|block|tower
  |towers|menara|wisma|campus|wing|estate|business|industrial|trading|technology|complex|office
  |room|studio|shop|works|mill|court|mall|chambers|hall|annex|plot|phase|sector|nagar|marg
`
const OTHER = joined`
  rue|avenue|boulevard|bd|bld|chemin|allee|allees|impasse|quai|cours|route|faubourg|passage
  |lotissement|zi|za|zac|via|viale|piazza|piazzale|corso|largo|vicolo|strada|localita|contrada
  |calle|avda|avenida|av|plaza|paseo|ronda|carretera|ctra|camino|poligono|pol|rua|travessa|praca
  |alameda|estrada|rodovia|ul|ulica|aleja|aleje|plac|osiedle|jalan|jln|jl|lorong|persiaran|utca|ut
  |bulevardul|strada|str|ulitsa
`
/** Endings of compound street names: Vegagatan, Hauptstraße, Herengracht, Nørregade. */
const ENDINGS = new RegExp(
  joined`
    (?:
      stra(?:ss|ß)e|str\.?|weg|allee|platz|gasse|damm|ufer|ring|gatan|gata|vagen|vej|gade|gate|veien
      |vegen|straat|laan|plein|gracht|kade|dijk|singel|weg|tie|katu|kuja|utca|alle
    )$
  `,
)

/**
 * Words that are a street’s last word in the north of Europe when they are written separately: Landshuter Allee,
 * Alter Markt.
 */
const LAST_WORDS = joined`
  strasse|straße|allee|platz|damm|gasse|ufer|ring|weg|markt|graben|straat|laan|plein|gracht|kade
  |gade|vej|gata|gatan|katu|utca|ter|krt
`

const STREET = new RegExp(`(?<![\\p{L}\\d])(?:${ENGLISH})(?![\\p{L}])`, 'iu')
const BUILDING = new RegExp(`(?<![\\p{L}])(?:${BUILDINGS})(?![\\p{L}])`, 'iu')
const FOREIGN = new RegExp(`^(?:\\d+[a-z]?(?:\\s?(?:bis|ter))?,?\\s+)?(?:${OTHER})\\.?\\s+\\p{L}`, 'iu')
const STREET_LAST = new RegExp(`^\\p{Lu}[\\p{L}.-]+(?:\\s\\p{L}[\\p{L}.-]+){0,2}\\s(?:${LAST_WORDS})\\s\\d`, 'iu')
/** Japanese blocks: `2-2-1, Minatomirai`. */
const CHOME = /^\d{1,2}-\d{1,3}(?:-\d{1,3})?,?\s+\p{L}{3}/u
const POST_BOX = new RegExp(
  joined`
    (?:p\.?\s*o\.?\s*,?\s*|post(?:al)?\s?(?:office)?\s?)box(?:\s?(?:no\.?|:))?\s*#?\s*\d+
    |\b(?:
      postfach|bo[iî]te postale|b\.?p\.?|apartado(?: de correos)?|casella postale|postbus
      |skrytka pocztowa|box|caixa postal
    )\s*:?\s*\d+
  `,
  'i',
)

const flat = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()

export function hasPostBox(text: string): boolean {
  return POST_BOX.test(text)
}

const NOT_A_STREET = new RegExp(
  joined`
    (?<!\p{L})(?:
      the|top|for|with|our|your|page|step|chapter|part|since|of|in|on|and|or|no|over|about|model
      |version|item|day|week|phase|type|class|grade|level|group|section|route|room
    )(?!\p{L})
  `,
  'u',
)

/**
 * How surely a line is the street part of an address: 3 a street with its number or a post box, 2 a street or a
 * building with a number, 1 a building or a place name, 0 neither.
 */
export function streetScore(text: string): number {
  if (hasPostBox(text)) return 3
  const plain = flat(text)
  const number = /(?<![\p{L}\d])\d{1,5}(?:\s?[-–/]\s?\d{1,5})?\s?[a-z]?(?![\p{L}\d])|\d{1,4}(?:st|nd|rd|th)\b/u.test(
    plain,
  )
  const words = plain.split(/[\s,;/|]+/).map((word) => word.replace(/(?<![.])[.]+$/, ''))
  const compound = words.some((word) => word.length > 5 && ENDINGS.test(word))
  const street =
    STREET.test(plain.replace(/(?:^|,\s*)st\.?\s(?=\p{L}+\s*$)|^st\.?\s/u, '')) ||
    compound ||
    FOREIGN.test(plain) ||
    STREET_LAST.test(plain)
  if (street && /^(?:no\.?\s?)?[#(]?\d/.test(plain)) return 3
  if (street && number) return 3
  if (/^\d{1,5}\s+(?:[nsew]\.?\s+)?\d{1,3}(?:st|nd|rd|th)(?!\p{L})(?!\s+floor)/u.test(plain)) return 3
  if (/^n(?:o|r|um)?[.\s]*\d{1,4}/.test(plain)) return 2
  if (number && (BUILDING.test(plain) || CHOME.test(plain))) return 2
  if (number && /^#?\d{1,5}[a-z]?(?:\s?[-–/]\s?\d{1,5})?,?\s+(?:[nsew]\.?\s+)?\p{L}{2,}/u.test(plain)) return 2
  if (
    number &&
    !/(?:19|20)\d\d\s?[a-z]?$/.test(plain) &&
    !NOT_A_STREET.test(plain) &&
    /^\p{L}[\p{L}.'-]+(?:\s\p{L}[\p{L}.'-]+){0,3},?\s\d{1,4}\s?[a-z]?$/u.test(plain)
  )
    return 2
  return street || BUILDING.test(plain) ? 1 : 0
}
