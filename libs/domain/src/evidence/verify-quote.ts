import type { FactKind } from '../facts/fact-kinds.ts'
import { followsBoolean } from './boolean-rule.ts'
import { followsDate } from './date-rule.ts'
import { followsLabel, followsPhrase } from './label-rules.ts'
import { isMachineOrder } from './machine-orders.ts'
import { normaliseText, wordsOf } from './normalise-text.ts'
import { followsNumber, followsYear } from './number-rules.ts'
import { followsPhone } from './phone-rule.ts'
import { openDigitWindow, openWindow, type QuoteWindow } from './quote-window.ts'
import { followsUrl } from './url-rule.ts'
import {
  followsCountry,
  followsEmail,
  followsHours,
  followsPerson,
  followsPostalCode,
  followsProfile,
  followsRegion,
  followsText,
} from './value-rules.ts'
import { cutsWord } from './word-edge.ts'

/** What a value is. It decides the rule that proves it: a ready fact, or the type of a column. */
export type ValueKind = FactKind | 'text' | 'number' | 'date' | 'url' | 'label' | 'boolean' | 'name'

export interface QuoteClaim {
  /** The page’s whole evidence text. */
  text: string
  quote: string
  /** Offsets in UTF-16 code units into `text`. */
  start: number
  end: number
  kind: ValueKind
  /** The value, or a list of values of that kind that must all follow. */
  value: unknown
  /** For a label: all options of the choice, so that `Retail` is not read out of `Online retail`. */
  options?: readonly string[]
  /** For a phone number: the country (ISO 3166-1 alpha-2) of numbers that are printed without one. */
  region?: string
}

export type QuoteRefusal =
  | 'bad_offsets'
  | 'quote_not_there'
  | 'quote_cuts_word'
  | 'quote_gives_orders'
  | 'empty_value'
  | 'wrong_type'
  | 'value_not_in_quote'
export type QuoteVerdict = { ok: true; rule: string } | { ok: false; reason: QuoteRefusal }

const text = (value: unknown, rule: (value: string, window: QuoteWindow) => string | null, window: QuoteWindow) =>
  typeof value === 'string' ? rule(value, window) : undefined
const asRecord = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/**
 * One rule per kind. It gives its name when the value follows, null when it does not, undefined when the value has
 * the wrong type.
 */
const RULES = {
  company_name: (value, window) => text(value, followsText, window),
  description: (value, window) => text(value, followsText, window),
  phone: (value, window, { region }) => text(value, (each) => followsPhone(each, window, 'phone', region), window),
  fax: (value, window) => text(value, (each) => followsPhone(each, window, 'fax'), window),
  email: (value, window) => text(value, followsEmail, window),
  street: (value, window) => text(value, followsText, window),
  city: (value, window) => text(value, followsText, window),
  region: (value, window) => text(value, followsRegion, window),
  postal_code: (value, window) => text(value, followsPostalCode, window),
  country: (value, window) => text(value, followsCountry, window),
  opening_hours: (value, window) => {
    const hours = asRecord(value)
    if (typeof hours.text !== 'string' || (hours.osm !== null && typeof hours.osm !== 'string')) return undefined
    return followsHours({ text: hours.text, osm: hours.osm }, window)
  },
  people: (value, window) => {
    const person = asRecord(value)
    if (typeof person.name !== 'string') return undefined
    const rule = followsPerson(person.name, window)
    return typeof person.title === 'string' && !followsText(person.title, window) ? null : rule
  },
  social: (value, window) => text(asRecord(value).url, followsProfile, window),
  founded: (value, window) => (typeof value === 'number' ? followsYear(value, window) : undefined),
  text: (value, window) => text(value, followsPhrase, window),
  name: (value, window) => text(value, followsPhrase, window),
  label: (value, window, { options = [] }) => text(value, (each) => followsLabel(each, window, options), window),
  number: (value, window) =>
    typeof value === 'number' && Number.isFinite(value) ? followsNumber(value, window) : undefined,
  date: (value, window) => text(value, followsDate, window),
  url: (value, window) => text(value, followsUrl, window),
  boolean: (value, window) => (typeof value === 'boolean' ? followsBoolean(value, window) : undefined),
} satisfies Record<
  ValueKind,
  (value: unknown, window: QuoteWindow, settings: Pick<QuoteClaim, 'options' | 'region'>) => string | null | undefined
>

/** Kinds whose rules read digits one by one. */
const DIGITS: ReadonlySet<ValueKind> = new Set(['number', 'date', 'founded'])

/**
 * Tests one cell: the text contains the quote at its offsets (under `normaliseText`) without cutting a word or number
 * in two, and the value follows from the quote by the rule of its kind. Pure. Whether the page speaks about the row
 * at all is decided by `isPageBoundTo`.
 */
export function verifyQuote(claim: QuoteClaim): QuoteVerdict {
  const { start, end } = claim
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start || end > claim.text.length)
    return { ok: false, reason: 'bad_offsets' }
  const quote = normaliseText(claim.quote)
  if (quote === '' || normaliseText(claim.text.slice(start, end)) !== quote)
    return { ok: false, reason: 'quote_not_there' }
  if (cutsWord(claim.text, start) || cutsWord(claim.text, end)) return { ok: false, reason: 'quote_cuts_word' }
  if (isMachineOrder(claim.text, start, end)) return { ok: false, reason: 'quote_gives_orders' }
  const values: unknown[] = Array.isArray(claim.value) ? claim.value : [claim.value]
  if (
    values.length === 0 ||
    values.some(
      (value) => value === null || value === undefined || (typeof value === 'string' && wordsOf(value).length === 0),
    )
  )
    return { ok: false, reason: 'empty_value' }
  const window = DIGITS.has(claim.kind) ? openDigitWindow(claim.text, start, end) : openWindow(claim.text, start, end)
  let last = ''
  for (const value of values) {
    const rule = RULES[claim.kind](value, window, claim)
    if (rule === undefined) return { ok: false, reason: 'wrong_type' }
    if (rule === null) return { ok: false, reason: 'value_not_in_quote' }
    last = rule
  }
  return { ok: true, rule: Array.isArray(claim.value) ? `list:${last}` : last }
}
