/**
 * What a person annotated on one site's archived pages: the distinct values of each kind (`TEL`, `FAX`, `STREET`, …).
 */
export interface SiteTruth {
  website: string
  values: Record<string, { text: string }[] | undefined>
}

/** One line of `enrichify enrich --out result.jsonl`. */
export interface ResultRow {
  row: Record<string, string>
  cells: Record<string, ResultCell | undefined>
}

export interface ResultCell {
  value: unknown
  values?: unknown[]
  state: string
  evidence?: { quote: string; url: string; start: number; end: number }[]
}

export interface FactScore {
  /** The share of the reported values that an annotation has. Null when none was reported. */
  precision: number | null
  /** The share of the annotated values that was reported. Null when none was annotated. */
  recall: number | null
  reported: number
  annotated: number
}

type Same = (a: string, b: string) => boolean

const LONG_FORMS: Record<string, string> = {
  street: 'st',
  avenue: 'ave',
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
  unit: 'ste',
  floor: 'fl',
  square: 'sq',
  building: 'bldg',
}
const KEYPAD = '22233344455566677778889999'

/** The digits that a printed number dials, without extension, trunk zeros and the 1 of North America. */
function dialled(text: string): string {
  const number =
    text
      .toUpperCase()
      .replaceAll('(0)', '')
      .split(/\s*[;,]?\s*(?:X|EXT\.?|EXTENSION)\s*[.=]?\s*\d+/)[0] ?? ''
  const digits = number
    .replaceAll(/[A-Z]/g, (letter) => KEYPAD[letter.charCodeAt(0) - 65] as string)
    .replaceAll(/\D/g, '')
  const bare = digits.replace(/^0+/, '')
  return digits.length === 11 && digits.startsWith('1') ? bare.slice(1) : bare
}

/** Equal, or one is the other without its country: a common end of seven digits, nine where both have more. */
const samePhone: Same = (a, b) => {
  const [x, y] = [dialled(a), dialled(b)]
  if (x.length < 7 || y.length < 7) return false
  return x.endsWith(y) || y.endsWith(x) || (x.length > 8 && y.length > 8 && x.slice(-9) === y.slice(-9))
}

/** Words in ASCII without accents, the usual words of addresses shortened. */
function wordsOf(text: string): string[] {
  // oxlint-disable-next-line no-control-regex -- the range is ASCII itself
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[^\u0000-\u007F]/g, '')
    .toLowerCase()
  return (plain.match(/[a-z0-9]+/g) ?? []).map((word) => LONG_FORMS[word] ?? word)
}

/** Six of ten words in common, or at least three and one side all within the other. */
const sameWords: Same = (a, b) => {
  const [x, y] = [new Set(wordsOf(a)), new Set(wordsOf(b))]
  if (x.size === 0 || y.size === 0) return false
  const common = x.intersection(y).size
  return common / x.union(y).size >= 0.6 || (common >= 3 && (x.isSubsetOf(y) || y.isSubsetOf(x)))
}

const sameCode: Same = (a, b) => {
  const bare = (text: string) => text.replaceAll(/[^\p{L}\p{N}_]/gu, '').toLowerCase()
  const first = wordsOf(a)[0]
  return bare(a) === bare(b) || (first !== undefined && first === wordsOf(b)[0])
}

/** The same words, or the same first and last. */
const sameName: Same = (a, b) => {
  const [x, y] = [wordsOf(a), wordsOf(b)]
  if (x.length === 0 || y.length === 0) return false
  return x.join(' ') === y.join(' ') || (x.length > 1 && y.length > 1 && x[0] === y[0] && x.at(-1) === y.at(-1))
}

const withinWords: Same = (a, b) => {
  const [x, y] = [new Set(wordsOf(a)), new Set(wordsOf(b))]
  return sameWords(a, b) || x.isSubsetOf(y) || y.isSubsetOf(x)
}

/**
 * The annotations lost the line breaks inside a street (`3900 East Mexico AveSuite 500`). Two words that run together
 * had a break between them.
 */
function partLines(text: string): string {
  return text.replaceAll(
    /(?<=[a-z.,])(?=[A-Z])|(?<=[a-z])(?=[\d#])|(?<=[A-Z]{2})(?=\d|[A-Z][a-z])|(?<=\d)(?=[A-Z][a-z])/g,
    ' ',
  )
}

interface ScoredFact {
  /** The column of the command line, when it is not the name of the score. */
  column?: string
  kind: string
  /** Whether a reported value (first) is an annotated text. */
  same: Same
}

/**
 * What is scored. Opening hours count as found or not, because the annotations cut them differently. `street, parted`
 * has no bar: it shows how much of `street` is lost to the annotations’ lost line breaks.
 */
const FACTS: Record<string, ScoredFact> = {
  phone: { kind: 'TEL', same: samePhone },
  fax: { kind: 'FAX', same: samePhone },
  street: { kind: 'STREET', same: sameWords },
  'street, parted': {
    column: 'street',
    kind: 'STREET',
    same: (value, text) => sameWords(value, text) || sameWords(value, partLines(text)),
  },
  postal_code: { kind: 'ZIPCODE', same: sameCode },
  city: { kind: 'CITY', same: (a, b) => wordsOf(a).join(' ') === wordsOf(b).join(' ') },
  people: { kind: 'PER', same: sameName },
  opening_hours: { kind: 'HOURS', same: () => true },
  company_name: { kind: 'ORG', same: withinWords },
}
export const SCORED_COLUMNS = [...new Set(Object.entries(FACTS).map(([name, { column }]) => column ?? name))]

/** Host without `www.`, with its port. */
function siteOf(url: string): string {
  return new URL(url.includes('//') ? url : `http://${url}`).host.toLowerCase().replace(/^www\./, '')
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return 'name' in value && typeof value.name === 'string' ? value.name : ''
}

function reportedValues(cell: ResultCell | undefined): string[] {
  const values = cell?.values?.length
    ? cell.values
    : cell && cell.value !== null && cell.value !== ''
      ? [cell.value]
      : []
  return values.map(textOf)
}

/** Whether a reported value is one of those that a person annotated. */
export function isAnnotated(fact: string, value: unknown, site: SiteTruth): boolean {
  return annotatedValues(site, fact).some((text) => FACTS[fact]?.same(textOf(value), text))
}

/** The annotated texts of a fact, telephone numbers without repetition. */
export function annotatedValues(site: SiteTruth, fact: string): string[] {
  const texts = (site.values[FACTS[fact]?.kind ?? ''] ?? []).map((value) => value.text)
  if (fact !== 'phone' && fact !== 'fax') return texts
  const unique: string[] = []
  for (const text of texts)
    if (dialled(text).length >= 7 && !unique.some((known) => samePhone(text, known))) unique.push(text)
  return unique
}

/** Precision and recall of the distinct values of every site, summed over the sites, for each annotated fact. */
export function scoreSites(rows: readonly ResultRow[], truth: readonly SiteTruth[]): Map<string, FactScore> {
  const bySite = new Map(rows.map((row) => [siteOf(Object.values(row.row).find(Boolean) ?? ''), row.cells]))
  const scores = new Map<string, FactScore>()
  for (const [fact, { column, same }] of Object.entries(FACTS)) {
    const count = { reported: 0, right: 0, annotated: 0, found: 0 }
    for (const site of truth) {
      const have = reportedValues(bySite.get(siteOf(site.website))?.[column ?? fact])
      const want = annotatedValues(site, fact)
      count.reported += have.length
      count.annotated += want.length
      count.right += have.filter((value) => want.some((text) => same(value, text))).length
      count.found += want.filter((text) => have.some((value) => same(value, text))).length
    }
    scores.set(fact, {
      precision: count.reported > 0 ? count.right / count.reported : null,
      recall: count.annotated > 0 ? count.found / count.annotated : null,
      reported: count.reported,
      annotated: count.annotated,
    })
  }
  return scores
}
