import { newEvidenceId, type ColumnEntity } from '@enrichify/database'
import { COLUMN_TYPES, isPageBoundTo, locateQuote, verifyQuote, type ColumnKind, type FactValue, type ModelClaim, type RowSite, type ValueKind } from '@enrichify/domain'
import type { StoredPage } from '../archive/page-store.ts'
import type { RunCell } from '../websets/cell-writer.ts'
import { emptyCell } from './fill-row.ts'

/** The rule by which a value of a column's type must follow from its quote. */
const RULE_OF: Record<ColumnKind, ValueKind> = { text: 'text', number: 'number', date: 'date', url: 'url', email: 'email', phone: 'phone', choice: 'label', boolean: 'boolean', list: 'text' }

/**
 * The cell that a model's claim makes. We find the quote ourselves: where it stands and the value follows from it by the rule of the column's
 * type, on a page of the row, it is `verified`; where it only stands, `cited`; where it stands nowhere, `asserted`, for that is all it is.
 */
export function cellOfClaim(column: ColumnEntity, rowId: number, site: RowSite, pages: readonly StoredPage[], claim: ModelClaim | null): Pick<RunCell, 'value' | 'state' | 'empty' | 'primary' | 'evidence' | 'candidates'> {
  if (!claim) return emptyCell('not_on_page')
  const parsed = COLUMN_TYPES[column.kind].parse(claim.value, column.settings)
  if (!parsed.ok || parsed.value === null) return emptyCell('failed_verification')
  const { value } = parsed
  const found = findQuote(claim, pages)
  if (!found) return { value, state: 'asserted', empty: null, primary: null, evidence: [], candidates: [] }
  const { page, start, end } = found
  const quote = page.evidence.text.slice(start, end)
  const verdict = verifyQuote({ text: page.evidence.text, quote, start, end, kind: RULE_OF[column.kind], value })
  const bound = isPageBoundTo(site.entity, { url: page.url, text: page.evidence.text })
  const rule = verdict.ok && bound.bound ? verdict.rule : null
  const reason = verdict.ok ? (bound.bound ? null : bound.reason) : verdict.reason
  const id = newEvidenceId()
  const state = rule === null ? ('cited' as const) : ('verified' as const)
  return {
    value,
    state,
    empty: null,
    primary: id,
    evidence: [{ id, rowId, columnId: column.id, captureId: page.captureId, value: value as FactValue, quote, start, end, textHash: page.evidence.hash, textVersion: page.evidence.version, rule }],
    candidates: [{ value: value as FactValue, state, evidenceId: id, reason, pages: 1 }],
  }
}

/** On the page that the model named, else on any other that it was shown. */
function findQuote(claim: ModelClaim, pages: readonly StoredPage[]): { page: StoredPage; start: number; end: number } | null {
  const named = claim.page === null ? [] : [pages[claim.page]!]
  for (const page of [...named, ...pages.filter((other) => !named.includes(other))]) {
    const place = locateQuote(page.evidence, claim.quote)
    if (place) return { page, ...place }
  }
  return null
}
