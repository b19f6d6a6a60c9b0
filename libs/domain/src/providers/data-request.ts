import { parse } from 'tldts'
import type { ColumnKind } from '../columns/column-type.ts'
import type { RowSite } from '../enrichment/find-site.ts'
import type { RowEntity } from '../evidence/bind-page.ts'
import type { DataFact } from './data-facts.ts'

/** What we know about a row, for a service that looks records up. */
export interface DataLookup {
  facts: DataFact[]
  name?: string
  domain?: string
  street?: string
  city?: string
  region?: string
  postalCode?: string
  /** ISO 3166-1 alpha-2. */
  country?: string
  phone?: string
  email?: string
  person?: { first?: string; last?: string; full?: string }
}

interface GivenCell {
  name: string
  kind: ColumnKind
  text: string
}

const NAMES: Record<'street' | 'city' | 'region' | 'postalCode' | 'country' | 'first' | 'last' | 'full', RegExp> = {
  street: /^(?:street|address|street address|strasse|straße)$/i,
  city: /^(?:city|town|ort|stadt|ville)$/i,
  region: /^(?:state|region|province|bundesland)$/i,
  postalCode: /^(?:zip|zip code|postal code|postcode|plz)$/i,
  country: /^(?:country|land|pays|country code)$/i,
  first: /^(?:first name|given name|vorname)$/i,
  last: /^(?:last name|surname|family name|nachname)$/i,
  full: /^(?:person|contact|contact person|full name|owner|ceo|name)$/i,
}

/** The request for a row, made of its own cells. Columns are recognised by their types and names. */
export function dataRequestOf(
  facts: readonly DataFact[],
  cells: readonly GivenCell[],
  site: RowSite | null,
  entity: RowEntity,
): DataLookup {
  const named = (key: keyof typeof NAMES): string | undefined =>
    cells.find(({ name, text }) => text !== '' && NAMES[key].test(name.trim()))?.text
  const typed = (kind: ColumnKind): string | undefined =>
    cells.find((cell) => cell.kind === kind && cell.text !== '')?.text
  const country = named('country')
  const domain = site ? parse(site.url, { allowPrivateDomains: true }).domain : null
  const person = { first: named('first'), last: named('last'), full: named('full') }
  const known = {
    name: entity.name ?? undefined,
    domain: domain ?? undefined,
    street: named('street'),
    city: named('city'),
    region: named('region'),
    postalCode: named('postalCode'),
    country: country && /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : undefined,
    phone: typed('phone'),
    email: typed('email'),
    person:
      facts.some((fact) => fact.startsWith('person.')) && (person.full || person.last) ? compact(person) : undefined,
  }
  return { facts: [...facts], ...compact(known) }
}

function compact<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never
}
