import { newEvidenceId, type ColumnEntity, type NewEvidence, type StoredCandidate, type StoredRow } from '@enrichify/database'
import { answerCell, chooseFacts, findSite, isPageBoundTo, verifyQuote, type CheckedFact, type EmptyReason, type FactKind, type PageFailure, type RowSite } from '@enrichify/domain'
import type { RunCell } from '../websets/cell-writer.ts'
import type { SiteReading } from './site-reader.ts'

/** More candidates than this help nobody. */
const MAX_CANDIDATES = 200

/** Columns of a row that a run answers (from ready facts, or by a model), and those that say who the row is. */
export interface RowPlan {
  facts: ColumnEntity[]
  questions: ColumnEntity[]
  given: ColumnEntity[]
}

/** Where a company describes itself: what a question in words is mostly answered from. */
const FACTS_BEHIND_QUESTIONS: FactKind[] = ['description', 'company_name', 'founded', 'people', 'opening_hours']

export function planRow(columns: readonly ColumnEntity[], wanted: readonly string[]): RowPlan {
  const asked = columns.filter((column) => column.enrichment && wanted.includes(column.id))
  return { facts: asked.filter((column) => column.enrichment?.fact), questions: asked.filter((column) => !column.enrichment?.fact), given: columns.filter((column) => !column.enrichment) }
}

export function siteOf(plan: RowPlan, row: StoredRow): RowSite | null {
  return findSite(plan.given.map(({ id, name, kind }) => ({ id, name, kind })), row.cells)
}

/** What the links to follow should promise. */
export function wantedFacts(plan: RowPlan): FactKind[] {
  return [...new Set([...plan.facts.flatMap((column) => column.enrichment?.fact ?? []), ...(plan.questions.length ? FACTS_BEHIND_QUESTIONS : [])])]
}

/** The cells of one row from what was read of its site. Deterministic and without a model: each value carries its quote, or its reason to be empty. */
export function fillRow(plan: RowPlan, row: StoredRow, site: RowSite | null, reading: SiteReading | null): RunCell[] {
  return plan.facts.map((column) => {
    const fact = column.enrichment?.fact ?? null
    const pages = reading?.tried ?? []
    const cell = { rowId: row.id, columnId: column.id, pages, costMicros: 0 }
    if (!fact) return { ...cell, ...emptyCell('needs_model') }
    if (!site || !reading || reading.pages.length === 0) return { ...cell, ...emptyCell(noPageReason(site, reading)) }
    const { checked, evidence, candidates } = checkFacts(fact, column.id, row.id, site, reading)
    return { ...cell, ...answerCell(fact, checked, 'not_on_page'), evidence, candidates }
  })
}

/** Every distinct value with its best evidence that holds: quote at its place, value by the rule, page of the row. */
function checkFacts(kind: FactKind, columnId: string, rowId: number, site: RowSite, reading: SiteReading): { checked: CheckedFact[]; evidence: NewEvidence[]; candidates: StoredCandidate[] } {
  const checked: CheckedFact[] = []
  const evidence: NewEvidence[] = []
  const candidates: StoredCandidate[] = []
  for (const chosen of chooseFacts(reading.pages, kind).slice(0, MAX_CANDIDATES)) {
    const tries = chosen.evidence.map(({ fact, pageIndex }) => {
      const page = reading.pages[pageIndex]!
      const quote = verifyQuote({ text: page.evidence.text, quote: fact.quote, start: fact.start, end: fact.end, kind, value: chosen.value })
      const bound = isPageBoundTo(site.entity, { url: page.url, text: page.evidence.text })
      return { fact, page, rule: quote.ok && bound.bound ? quote.rule : null, reason: quote.ok ? (bound.bound ? null : bound.reason) : quote.reason }
    })
    const best = tries.find((found) => found.rule !== null) ?? tries[0]
    if (!best) continue
    const id = newEvidenceId()
    const { fact, page, rule, reason } = best
    evidence.push({ id, rowId, columnId, captureId: page.captureId, value: chosen.value, quote: fact.quote, start: fact.start, end: fact.end, textHash: page.evidence.hash, textVersion: page.evidence.version, rule })
    checked.push({ value: chosen.value, verified: rule !== null, evidenceId: id })
    candidates.push({ value: chosen.value, state: rule !== null ? 'verified' : 'cited', evidenceId: id, reason, pages: new Set(chosen.evidence.map((found) => found.pageIndex)).size })
  }
  return { checked, evidence, candidates }
}

export function emptyCell(empty: EmptyReason): Pick<RunCell, 'value' | 'state' | 'empty' | 'primary' | 'evidence' | 'candidates'> {
  return { value: null, state: 'empty', empty, primary: null, evidence: [], candidates: [] }
}

/** Why there is nothing to answer from. */
export function noPageReason(site: RowSite | null, reading: SiteReading | null): EmptyReason {
  return reasonOf(site ? (reading?.failure ?? null) : null)
}

function reasonOf(failure: PageFailure | null): EmptyReason {
  if (failure === 'robots_disallowed') return 'robots_disallowed'
  if (failure === 'page_blocked' || failure === 'address_refused') return 'page_blocked'
  return 'no_result'
}

