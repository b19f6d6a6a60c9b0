import { newEvidenceId, type ColumnEntity } from '@enrichify/database'
import {
  isMachineOrder,
  judgeClaim,
  locateQuote,
  scoreOf,
  type EmptyReason,
  type ModelClaim,
  type RowEntity,
  type ScorePlan,
} from '@enrichify/domain'
import type { StoredAnswer } from '../../pages/page-store.ts'
import type { Found } from './rung.ts'

/** Where a claim is from, and whose row it is about. */
export interface ClaimFrame {
  rowId: number
  entity: RowEntity
  pages: readonly StoredAnswer[]
  /** Kept with the candidate: whom people's verdicts are about. */
  source: string
}

export type ReadClaim =
  | { found: Found; empty: null; quoteFound: boolean }
  | { found: null; empty: EmptyReason; quoteFound: boolean | null }

/** What a model's claim comes to: its quote is found by us and judged by the domain, and a claim without one is `asserted`, for that is all it is. */
export function readClaim(column: ColumnEntity, claim: ModelClaim | null, frame: ClaimFrame): ReadClaim {
  if (!claim) return { found: null, empty: 'not_on_page', quoteFound: null }
  const { value, state, place, rule, reason } = judgeClaim(column, frame.entity, frame.pages, claim)
  if (value === null || state === 'empty') return { found: null, empty: 'failed_verification', quoteFound: null }
  if (!place || state === 'asserted')
    return {
      found: { value, state: 'asserted', primary: null, evidence: [], candidates: [] },
      empty: null,
      quoteFound: false,
    }
  const page = frame.pages[place.page]!
  const id = newEvidenceId()
  const evidence = {
    id,
    rowId: frame.rowId,
    columnId: column.id,
    captureId: page.captureId,
    value,
    quote: page.evidence.text.slice(place.start, place.end),
    start: place.start,
    end: place.end,
    textHash: page.evidence.hash,
    textVersion: page.evidence.version,
    rule,
  }
  return {
    found: {
      value,
      state,
      primary: id,
      evidence: [evidence],
      candidates: [{ value, state, evidenceId: id, reason, pages: 1, source: frame.source }],
    },
    empty: null,
    quoteFound: true,
  }
}

/** The name of a criterion's question in the model's answer. */
export function criterionId(columnId: string, index: number): string {
  return `${columnId}#${index + 1}`
}

/**
 * A score from the criteria's answers. The sum is ours; a criterion counts as met only when the words that say so stand on a page. The score is
 * `cited` when something was found to stand on, `asserted` when a criterion was only claimed.
 */
export function readScore(
  column: ColumnEntity,
  plan: ScorePlan,
  claims: readonly (ModelClaim | null)[],
  frame: ClaimFrame,
): ReadClaim & { lines: string[] } {
  const evidence: Found['evidence'] = []
  const candidates: Found['candidates'] = []
  const lines: string[] = []
  let isAsserted = false
  const weighed = plan.criteria.map(({ name, weight }, index) => {
    const claim = claims[index] ?? null
    const holds = claim !== null && /^(?:yes|true)$/i.test(claim.value)
    const found = claim ? findQuote(claim, frame.pages) : null
    // Words that were written to be copied by a machine meet no criterion.
    const place = found && !isMachineOrder(found.page.evidence.text, found.start, found.end) ? found : null
    if (holds && !place) isAsserted = true
    if (place) {
      const { page, start, end } = place
      const id = newEvidenceId()
      const value = `${name}: ${holds ? 'yes' : 'no'}`
      evidence.push({
        id,
        rowId: frame.rowId,
        columnId: column.id,
        captureId: page.captureId,
        value,
        quote: page.evidence.text.slice(start, end),
        start,
        end,
        textHash: page.evidence.hash,
        textVersion: page.evidence.version,
        rule: null,
      })
      candidates.push({ value, state: 'cited', evidenceId: id, reason: 'adds_up', pages: 1, source: frame.source })
    }
    const counts = holds && place !== null
    lines.push(`${name} (${weight}): ${holds ? (counts ? 'yes' : 'claimed without words that say so') : 'no'}`)
    return { weight, holds: counts }
  })
  const primary = evidence[0]?.id ?? null
  if (claims.every((claim) => claim === null)) return { found: null, empty: 'not_on_page', quoteFound: null, lines }
  return {
    found: {
      value: scoreOf(weighed),
      state: isAsserted || primary === null ? 'asserted' : 'cited',
      primary,
      evidence,
      candidates,
    },
    empty: null,
    quoteFound: primary !== null,
    lines,
  }
}

/** On the page that the model named, else on any other that it was shown. */
function findQuote(
  claim: ModelClaim,
  pages: readonly StoredAnswer[],
): { page: StoredAnswer; start: number; end: number } | null {
  const named = claim.page === null ? [] : [pages[claim.page]!]
  for (const page of [...named, ...pages.filter((other) => !named.includes(other))]) {
    const place = locateQuote(page.evidence, claim.quote)
    if (place) return { page, ...place }
  }
  return null
}
