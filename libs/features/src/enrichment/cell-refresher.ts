import {
  newEvidenceId,
  type CellStateRow,
  type ColumnEntity,
  type EvidenceRow,
  type RefreshResult,
} from '@enrichify/database'
import {
  factOf,
  isPageBoundTo,
  locateQuote,
  RULE_OF,
  traceStep,
  verifyQuote,
  type TraceStep,
  type ValueKind,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import type { StoredPage } from '../pages/page-store.ts'
import { SiteReader } from '../pages/site-reader.ts'
import { type ConfirmedCell } from '../websets/cell-writes.ts'
import type { RowWork } from './row-work.ts'

/**
 * `standing`: only the date is new. Otherwise the cell is asked again, and the result is stored beside the earlier
 * value.
 */
export type Refreshed = { kind: 'standing'; cell: ConfirmedCell } | LostQuote
export interface LostQuote {
  kind: 'gone'
  result: RefreshResult
  trace: TraceStep
}

/** Checks whether the quote of a value is still on its page, before anything else is asked. */
@Injectable()
export class CellRefresher {
  constructor(private readonly sites: SiteReader) {}

  /** Null if there is no quote to check. */
  async check(work: RowWork, column: ColumnEntity, stored: CellStateRow): Promise<Refreshed | null> {
    const evidence = stored.evidenceId ? work.frame.evidence.get(stored.evidenceId) : undefined
    if (!evidence) return null
    const before = work.cells[column.id] ?? null
    const result = (outcome: RefreshResult['outcome'], evidenceId: string | null): RefreshResult => ({
      rowId: work.row.id,
      columnId: column.id,
      outcome,
      url: evidence.url,
      quote: evidence.quote,
      before,
      after: outcome === 'unchanged' || outcome === 'moved' ? before : null,
      evidenceId,
    })
    const page = await this.sites.readPage(work.scope, evidence.url, work.pageOptions)
    if (!page.ok) {
      // A page that is away for a moment contradicts nothing: the value keeps its date.
      const trace = [
        traceStep('refresh', 'failed', { note: `The page could not be read (${page.failure.replaceAll('_', ' ')}).` }),
      ]
      return {
        kind: 'standing',
        cell: {
          rowId: work.row.id,
          columnId: column.id,
          evidence: null,
          candidates: stored.candidates,
          trace,
          refresh: result('unreachable', evidence.id),
        },
      }
    }
    const standing = this.#find(work, column, evidence, page.page)
    if (!standing)
      return {
        kind: 'gone',
        result: result('contradicted', null),
        trace: traceStep('refresh', 'nothing', { note: 'The quote is no longer on the page.' }),
      }
    const outcome = standing.start === evidence.start && standing.end === evidence.end ? 'unchanged' : 'moved'
    const trace = [
      traceStep('refresh', 'answered', {
        note:
          outcome === 'unchanged'
            ? 'The quote is still in the same place.'
            : 'The quote is in another place on the page now.',
        quoteFound: true,
      }),
    ]
    return {
      kind: 'standing',
      cell: {
        rowId: work.row.id,
        columnId: column.id,
        evidence: standing,
        candidates: renamed(stored, evidence.id, standing.id),
        trace,
        refresh: result(outcome, standing.id),
      },
    }
  }

  /**
   * Finds the quote on the current page: at its old place, or else its first occurrence. A value that was verified
   * must be verified again.
   */
  #find(work: RowWork, column: ColumnEntity, evidence: EvidenceRow, page: StoredPage) {
    const { text, hash, version } = page.evidence
    const same =
      text.slice(evidence.start, evidence.end) === evidence.quote ? { start: evidence.start, end: evidence.end } : null
    const place = same ?? locateQuote(page.evidence, evidence.quote)
    if (!place) return null
    const quote = text.slice(place.start, place.end)
    const fresh = {
      id: newEvidenceId(),
      rowId: work.row.id,
      columnId: column.id,
      captureId: page.captureId,
      value: evidence.value,
      quote,
      ...place,
      textHash: hash,
      textVersion: version,
      rule: null as string | null,
    }
    if (evidence.rule === null) return fresh
    const kind: ValueKind = factOf(column.enrichment) ?? RULE_OF[column.kind]
    const verdict = verifyQuote({
      text,
      quote,
      ...place,
      kind,
      value: evidence.value,
      ...(factOf(column.enrichment) ? {} : column.settings),
    })
    const isBound = isPageBoundTo(work.entity, { url: page.url, text, near: place }).bound
    return verdict.ok && isBound ? { ...fresh, rule: verdict.rule } : null
  }
}

function renamed(stored: CellStateRow, from: string, to: string): CellStateRow['candidates'] {
  return stored.candidates.map((candidate) =>
    candidate.evidenceId === from ? { ...candidate, evidenceId: to } : candidate,
  )
}
