/** First-level parts of a country that its postal addresses contain. */
export interface Region {
  country: string
  code: string
  name: string
}

const TABLES: Record<string, string> = {
  US:
    'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE ' +
    'Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN ' +
    'Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI ' +
    'Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New ' +
    'Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK ' +
    'Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN ' +
    'Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY ' +
    'Wyoming|PR Puerto Rico|GU Guam|VI Virgin Islands',
  CA:
    'AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NL ' +
    'Newfoundland|NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward ' +
    'Island|QC Quebec|QC Québec|SK Saskatchewan|YT Yukon',
  AU:
    'NSW New South Wales|VIC Victoria|QLD Queensland|SA South Australia|WA Western Australia|TAS ' +
    'Tasmania|ACT Australian Capital Territory|NT Northern Territory',
}

export const REGIONS: Region[] = Object.entries(TABLES).flatMap(([country, table]) =>
  table
    .split('|')
    .map((line) => ({ country, code: line.slice(0, line.indexOf(' ')), name: line.slice(line.indexOf(' ') + 1) })),
)

const fold = (text: string) =>
  text
    .replaceAll(/[.\s]+/g, ' ')
    .trim()
    .toLowerCase()
const byCode = Map.groupBy(REGIONS, (region) => region.code)
const byName = new Map(REGIONS.map((region) => [fold(region.name), region]))

/**
 * The regions that a text names, by full name (any case) or postal code (upper case, dots allowed: `N.Y.`, `Tx.`).
 * Several when a code is shared.
 */
export function regionsOfName(text: string): Region[] {
  const trimmed = text.trim().replace(/(?<![.,])[.,]+$/, '')
  const named = byName.get(fold(trimmed))
  if (named) return [named]
  const code = trimmed.replaceAll(/[.\s]/g, '')
  if (code.length > 3) return []
  const found = new Map<string, Region>()
  for (const region of byCode.get(code.toUpperCase()) ?? []) found.set(region.country, region)
  return [...found.values()]
}

/** Alternatives of every region name and code of a country, longest first, for use inside a regular expression. */
export function regionPattern(country: string): string {
  const own = REGIONS.filter((region) => region.country === country)
  const words = new Set(
    own.flatMap((region) => [
      region.name,
      region.name.toUpperCase(),
      region.code,
      region.code.length === 2 ? `${region.code[0]}\\.\\s?${region.code[1]}\\.` : region.code,
      region.code.length === 2 ? `${region.code[0]}${region.code[1]?.toLowerCase()}\\.` : region.code,
    ]),
  )
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(' ', '\\s+'))
    .join('|')
}
