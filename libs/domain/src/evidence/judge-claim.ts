import type { CellState, CellValue } from '../cells/cell.ts'
import type { ColumnKind, ColumnSettings } from '../columns/column-type.ts'
import { COLUMN_TYPES } from '../columns/index.ts'
import { isPageBoundTo, type Binding, type RowEntity } from './bind-page.ts'
import { locateQuote } from './locate-quote.ts'
import { verifyQuote, type QuoteRefusal, type ValueKind } from './verify-quote.ts'

/** The rule by which a value of a column’s type must follow from its quote. */
export const RULE_OF: Record<ColumnKind, ValueKind> = {
  text: 'text',
  number: 'number',
  date: 'date',
  url: 'url',
  email: 'email',
  phone: 'phone',
  choice: 'label',
  boolean: 'boolean',
  list: 'text',
}

export interface JudgedPage {
  url: string
  evidence: { text: string }
}

/** The result for a claim. `place` is where we found its quote ourselves. */
export interface Judgement {
  value: CellValue
  state: Extract<CellState, 'verified' | 'cited' | 'asserted' | 'empty'>
  place: { page: number; start: number; end: number } | null
  rule: string | null
  /** Why it is not verified. */
  reason: QuoteRefusal | Extract<Binding, { bound: false }>['reason'] | 'not_of_type' | null
}

/**
 * How well a claimed value of a column is proven. `verified`: a page of the row contains the quote, and the value
 * follows from it by the rule of the column’s type. `cited`: the page contains the quote, but the rest does not hold.
 * `asserted`: no page contains the quote. `empty`: the value is not of the column’s type at all.
 */
export function judgeClaim(
  column: { kind: ColumnKind; settings: ColumnSettings },
  entity: RowEntity,
  pages: readonly JudgedPage[],
  claim: { value: string; quote: string; page: number | null },
): Judgement {
  const parsed = COLUMN_TYPES[column.kind].parse(claim.value, column.settings)
  if (!parsed.ok || parsed.value === null)
    return { value: null, state: 'empty', place: null, rule: null, reason: 'not_of_type' }
  const { value } = parsed
  const place = findQuote(claim, pages)
  if (!place) return { value, state: 'asserted', place, rule: null, reason: 'quote_not_there' }
  const { url, evidence } = pages[place.page]!
  const verdict = verifyQuote({
    text: evidence.text,
    quote: evidence.text.slice(place.start, place.end),
    start: place.start,
    end: place.end,
    kind: RULE_OF[column.kind],
    value,
    ...column.settings,
  })
  if (!verdict.ok) return { value, state: 'cited', place, rule: null, reason: verdict.reason }
  const bound = isPageBoundTo(entity, { url, text: evidence.text, near: place })
  return bound.bound
    ? { value, state: 'verified', place, rule: verdict.rule, reason: null }
    : { value, state: 'cited', place, rule: null, reason: bound.reason }
}

/** On the page that the claim names, else on any other page that was shown. */
function findQuote(
  claim: { quote: string; page: number | null },
  pages: readonly JudgedPage[],
): { page: number; start: number; end: number } | null {
  const order = [...pages.keys()].sort((a, b) => Number(b === claim.page) - Number(a === claim.page))
  for (const page of order) {
    const place = locateQuote(pages[page]!.evidence, claim.quote)
    if (place) return { page, ...place }
  }
  return null
}
