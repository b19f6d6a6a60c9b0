/** The ready facts, by the ids that the command line, the API and the files use. */
export const FACT_KINDS = [
  'company_name',
  'description',
  'phone',
  'fax',
  'email',
  'street',
  'city',
  'region',
  'postal_code',
  'country',
  'opening_hours',
  'people',
  'social',
  'founded',
] as const

export type FactKind = (typeof FACT_KINDS)[number]

export interface Person {
  name: string
  title: string | null
}

export interface SocialProfile {
  network: string
  url: string
}

export interface OpeningHours {
  /** As the page says it, white space collapsed. */
  text: string
  /** In OSM `opening_hours` syntax when we can tell. */
  osm: string | null
}

/**
 * phone and fax: E.164 when the country is known (extension as `;ext=410`), else the digits as printed. country: ISO
 * 3166-1 alpha-2. founded: a year. The address parts, names and descriptions: text as on the page, white space
 * collapsed.
 */
export interface FactValues {
  company_name: string
  description: string
  phone: string
  fax: string
  email: string
  street: string
  city: string
  region: string
  postal_code: string
  country: string
  opening_hours: OpeningHours
  people: Person
  social: SocialProfile
  founded: number
}

export type FactValue = FactValues[FactKind]

/** How a fact was found. Earlier ones are trusted more when the rest is equal. */
export const FACT_ORIGINS = ['json-ld', 'microdata', 'rdfa', 'meta', 'link', 'pattern'] as const
export type FactOrigin = (typeof FACT_ORIGINS)[number]

/** One claim of one page: a value, and the words of that page’s evidence text that say so. */
export interface Fact<K extends FactKind = FactKind> {
  kind: K
  value: FactValues[K]
  /**
   * Equals `evidence.text.slice(start, end)`. Includes the label that tells it from similar values (`Fax:
   * 905-335-7959`).
   */
  quote: string
  /** Offsets in UTF-16 code units into the page's evidence text. */
  start: number
  end: number
  origin: FactOrigin
  /** 0…1, a ranking weight and not a probability. */
  weight: number
  /** Facts of one address (or one person’s card) share a group within a page. */
  group: string | null
}
