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
import { type StandingCell } from '../websets/cell-writes.ts'
import type { RowWork } from './row-work.ts'

/** `standing`: only its date is new. Else the cell is answered anew, and what it was is told beside what it is. */
export type Refreshed = { kind: 'standing'; cell: StandingCell } | Gone
export interface Gone {
  kind: 'gone'
  result: RefreshResult
  trace: TraceStep
}

/** Looks whether a value's quote still stands on its page, before anybody is asked anything. */
@Injectable()
export class CellRefresher {
  constructor(private readonly sites: SiteReader) {}

  /** Null: there is no quote to look for. */
  async check(work: RowWork, column: ColumnEntity, held: CellStateRow): Promise<Refreshed | null> {
    const evidence = held.evidenceId ? work.frame.evidence.get(held.evidenceId) : undefined
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
      // A page that is away for a moment contradicts nothing: the value stays with the date that it has.
      const trace = [
        traceStep('refresh', 'failed', { note: `The page could not be read (${page.failure.replaceAll('_', ' ')}).` }),
      ]
      return {
        kind: 'standing',
        cell: {
          rowId: work.row.id,
          columnId: column.id,
          evidence: null,
          candidates: held.candidates,
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
        trace: traceStep('refresh', 'nothing', { note: 'The quote does not stand on the page any more.' }),
      }
    const outcome = standing.start === evidence.start && standing.end === evidence.end ? 'unchanged' : 'moved'
    const trace = [
      traceStep('refresh', 'answered', {
        note:
          outcome === 'unchanged'
            ? 'The quote still stands where it stood.'
            : 'The quote stands elsewhere on the page now.',
        quoteFound: true,
      }),
    ]
    return {
      kind: 'standing',
      cell: {
        rowId: work.row.id,
        columnId: column.id,
        evidence: standing,
        candidates: renamed(held, evidence.id, standing.id),
        trace,
        refresh: result(outcome, standing.id),
      },
    }
  }

  /** The quote on the page as it is now: where it stood, else where it stands first. What was verified must be so again. */
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

function renamed(held: CellStateRow, from: string, to: string): CellStateRow['candidates'] {
  return held.candidates.map((candidate) =>
    candidate.evidenceId === from ? { ...candidate, evidenceId: to } : candidate,
  )
}
