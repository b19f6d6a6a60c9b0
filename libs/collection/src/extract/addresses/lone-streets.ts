import { joined } from '@enrichify/domain'
import type { Fact } from '@enrichify/domain'
import type { TextUnit } from '../lay-out-text.ts'

const GRID_COUNTRIES = new Set(['US', 'CA', 'AU', 'NZ', 'GB', 'IE'])
const LONE_STREET = new RegExp(
  joined`
    ^#?\d{1,5}(?:-\d{1,5})?\s+(?:[NSEWnsew][EWew]?\.?\s+)?(?:[\p{L}\d'.]+\s+){0,3}?
    (?:
      st|street|ave|avenue|rd|road|dr|drive|blvd|boulevard|ln|lane|way|pl|place|ct|court|pkwy
      |parkway|hwy|highway|broadway|terrace|circle|cir|sq|square|(?:\d+(?:st|nd|rd|th))
    )\.?(?:\s+(?:north|south|east|west|[NSEW][EW]?))?
    (?:[\s,]+(?:#|apt|suite|ste|unit|floor|fl|\d+\w\w\s+(?:floor|fl))\.?\s*#?\s*[\w-]*)?[.,]?$
  `,
  'iu',
)
/** Listings omit the street word when the town knows its streets: `19 MURRAY, #4`, `400 CENTRAL PARK WEST, #15K`. */
const LONE_UNIT = /^\d{1,5}\s+(?:\p{Lu}[\p{L}'.]*\s){0,3}\p{Lu}[\p{L}'.]{2,},?\s*#\s?\d[\w/-]{0,8}$/u

/** Whether a country puts the number before the street and uses English street words. */
export function hasGridStreets(country: string | undefined): boolean {
  return country !== undefined && GRID_COUNTRIES.has(country)
}

/**
 * Lines with a street and its number and nothing else, outside a whole address: listings, map captions. Weaker than
 * any address.
 */
export function findLoneStreets(text: string, units: TextUnit[], known: Fact[]): Fact[] {
  const facts: Fact[] = []
  for (const unit of units) {
    if (
      unit.text.length < 8 ||
      unit.text.length > 60 ||
      !(LONE_STREET.test(unit.text) || LONE_UNIT.test(unit.text)) ||
      facts.length >= 60
    )
      continue
    if (known.some((fact) => fact.start <= unit.start && unit.end <= fact.end)) continue
    facts.push({
      kind: 'street',
      value: unit.text.replace(/(?<![\s,])[\s,]+$/, ''),
      quote: text.slice(unit.start, unit.end),
      start: unit.start,
      end: unit.end,
      origin: 'pattern',
      weight: 0.4,
      group: null,
    })
  }
  return facts
}
