import { newEvidenceId, type ColumnEntity, type NewEvidence, type StoredCandidate } from '@enrichify/database'
import {
  answerCell,
  cellValueOf,
  chooseFacts,
  factOf,
  isPageBoundTo,
  traceStep,
  verifyQuote,
  type CellValue,
  type CheckedFact,
  type EmptyReason,
  type FactKind,
  type FactOrigin,
  type FactValue,
  type PageFailure,
  type RowSite,
  type TraceStep,
} from '@enrichify/domain'
import type { SiteReading } from '../../pages/site-reader.ts'
import { rejected } from '../cell-answer.ts'
import type { RowWork } from '../row-work.ts'
import { nothing, type RungAnswer } from './rung.ts'

/** More candidates than this do not help. */
const MAX_CANDIDATES = 200
/**
 * How far people's verdicts can move a source up or down. One verdict counts less than markup does; a handful count
 * more.
 */
const TRUST_WEIGHT = 0.8

export type FactRung = 'structured' | 'patterns'

/** Whether the page marks a value up or only prints it. */
export function rungOfOrigin(origin: FactOrigin): FactRung {
  return origin === 'pattern' ? 'patterns' : 'structured'
}

/**
 * Ready facts of the row's own pages: deterministic, without a model, free. If both kinds are asked, they are compared
 * together.
 */
export async function answerFromPages(
  work: RowWork,
  columns: readonly ColumnEntity[],
  rungs: readonly FactRung[],
): Promise<Map<string, RungAnswer>> {
  const reading = await work.reading()
  return new Map(columns.map((column) => [column.id, answerOne(work, column, rungs, reading)]))
}

function answerOne(
  work: RowWork,
  column: ColumnEntity,
  rungs: readonly FactRung[],
  reading: SiteReading | null,
): RungAnswer {
  const kind = factOf(column.enrichment)
  const { site } = work
  const skipped = (note: string, reason: EmptyReason | null): RungAnswer =>
    nothing(reason, ...rungs.map((rung) => traceStep(rung, reason ? 'failed' : 'skipped', { note })))
  if (!kind) return skipped('No ready fact answers this question.', null)
  if (!site) return skipped('The row names no website.', 'no_result')
  if (!reading || reading.pages.length === 0) return skipped('No page could be read.', noPageReason(site, reading))
  const { checked, evidence, candidates, origins } = checkFacts(work, kind, column.id, site, reading, rungs)
  const isWrong = (value: unknown): boolean =>
    work.isRejected(column.id, cellValueOf(kind, value as FactValue) as CellValue)
  const standing = checked.filter(({ value }) => !isWrong(value))
  // Where a person rejected them all, the answer as a whole is rejected with them.
  const cell = answerCell(kind, standing.length > 0 ? standing : checked, 'not_on_page')
  const by = (rung: FactRung): number => [...origins.values()].filter((each) => each === rung).length
  const chosen = cell.primary ? origins.get(cell.primary) : null
  const trace = rungs.map((rung): TraceStep => {
    const count = by(rung)
    const note = count === 0 ? null : `${counted(count, 'value')} on ${counted(reading.pages.length, 'page')}`
    if (rung === chosen) return traceStep(rung, 'answered', { note })
    return traceStep(rung, count ? 'weak' : 'nothing', { note })
  })
  if (cell.value === null || cell.state === 'empty') return nothing('not_on_page', ...trace)
  return {
    found: {
      value: cell.value,
      state: cell.state,
      primary: cell.primary,
      evidence,
      candidates: [
        ...candidates.filter(({ value }) => !isWrong(value)),
        ...candidates.filter(({ value }) => isWrong(value)).map(rejected),
      ],
    },
    empty: null,
    costMicros: 0,
    trace,
  }
}

/**
 * Every distinct value with its best evidence that passes: the quote at its place, the value by the rule, the page of
 * the row.
 */
function checkFacts(
  work: RowWork,
  kind: FactKind,
  columnId: string,
  site: RowSite,
  reading: SiteReading,
  rungs: readonly FactRung[],
) {
  const checked: CheckedFact[] = []
  const evidence: NewEvidence[] = []
  const candidates: StoredCandidate[] = []
  const origins = new Map<string, FactRung>()
  const pages = reading.pages.map((page) => ({
    url: page.url,
    facts: page.facts.filter((fact) => fact.kind !== kind || rungs.includes(rungOfOrigin(fact.origin))),
  }))
  const trustIn = (origin: FactOrigin): number =>
    ((work.frame.feedback.trust.get(sourceOf(origin)) ?? 0.5) - 0.5) * TRUST_WEIGHT
  for (const chosen of chooseFacts(pages, kind, trustIn).slice(0, MAX_CANDIDATES)) {
    const tries = chosen.evidence.map(({ fact, pageIndex }) => {
      const page = reading.pages[pageIndex]!
      const quote = verifyQuote({
        text: page.evidence.text,
        quote: fact.quote,
        start: fact.start,
        end: fact.end,
        kind,
        value: chosen.value,
      })
      const bound = isPageBoundTo(site.entity, { url: page.url, text: page.evidence.text })
      return {
        fact,
        page,
        rule: quote.ok && bound.bound ? quote.rule : null,
        reason: quote.ok ? (bound.bound ? null : bound.reason) : quote.reason,
      }
    })
    const best = tries.find((found) => found.rule !== null) ?? tries[0]
    if (!best) continue
    const id = newEvidenceId()
    const { fact, page, rule, reason } = best
    evidence.push({
      id,
      rowId: work.row.id,
      columnId,
      captureId: page.captureId,
      value: chosen.value,
      quote: fact.quote,
      start: fact.start,
      end: fact.end,
      textHash: page.evidence.hash,
      textVersion: page.evidence.version,
      rule,
    })
    checked.push({ value: chosen.value, verified: rule !== null, evidenceId: id })
    candidates.push({
      value: chosen.value,
      state: rule !== null ? 'verified' : 'cited',
      evidenceId: id,
      reason,
      pages: new Set(chosen.evidence.map((found) => found.pageIndex)).size,
      source: sourceOf(fact.origin),
    })
    origins.set(id, rungOfOrigin(fact.origin))
  }
  return { checked, evidence, candidates, origins }
}

function sourceOf(origin: FactOrigin): string {
  return `${rungOfOrigin(origin)}:${origin}`
}

/** Why there is no page to answer from. */
export function noPageReason(site: RowSite | null, reading: SiteReading | null): EmptyReason {
  return reasonOf(site ? (reading?.failure ?? null) : null)
}

function reasonOf(failure: PageFailure | null): EmptyReason {
  if (failure === 'robots_disallowed') return 'robots_disallowed'
  if (failure === 'page_blocked' || failure === 'address_refused') return 'page_blocked'
  return 'no_result'
}

function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`
}
