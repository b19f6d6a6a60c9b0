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
import type { FoundValue } from './rung.ts'

/** Where a claim comes from, and which row it is about. */
export interface ClaimFrame {
  rowId: number
  entity: RowEntity
  pages: readonly StoredAnswer[]
  /** Stored with the candidate: the source that people's verdicts are about. */
  source: string
}

export type ReadClaim =
  | { found: FoundValue; empty: null; quoteFound: boolean }
  | { found: null; empty: EmptyReason; quoteFound: boolean | null }

/**
 * Turns a model's claim into a value. We find the quote ourselves and the domain judges it. A claim without a quote is
 * only `asserted`.
 */
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

/** The id of a criterion's question in the model's answer. */
export function criterionId(columnId: string, index: number): string {
  return `${columnId}#${index + 1}`
}

/**
 * A score from the answers to its criteria. We add it up ourselves. A criterion counts as met only if the words that
 * prove it are on a page. The score is `cited` if at least one was found, and `asserted` if a criterion was only
 * claimed.
 */
export function readScore(
  column: ColumnEntity,
  plan: ScorePlan,
  claims: readonly (ModelClaim | null)[],
  frame: ClaimFrame,
): ReadClaim & { lines: string[] } {
  const evidence: FoundValue['evidence'] = []
  const candidates: FoundValue['candidates'] = []
  const lines: string[] = []
  let isAsserted = false
  const weighed = plan.criteria.map(({ name, weight }, index) => {
    const claim = claims[index] ?? null
    const holds = claim !== null && /^(?:yes|true)$/i.test(claim.value)
    const found = claim ? findQuote(claim, frame.pages) : null
    // Text that is written for machines to copy meets no criterion.
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
    lines.push(`${name} (${weight}): ${holds ? (counts ? 'yes' : 'claimed without a quote') : 'no'}`)
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

/** On the page that the model named, else on any other page that it was shown. */
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
