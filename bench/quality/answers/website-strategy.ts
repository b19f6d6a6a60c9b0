import { extractPage } from '@enrichify/collection'
import { chooseFacts, isPageBoundTo, verifyQuote, type Fact, type FactKind, type SegmentKind } from '@enrichify/domain'
import type { FrozenSite } from '../read-pages.ts'

/** A distinct value of a site with its proof. */
export interface Answer {
  value: unknown
  state: 'verified' | 'cited'
  /** The kind of text segment that contains its best quote. Null for a claim without a place. */
  source: SegmentKind | null
  /** Pages of the site that say it. */
  pages: number
  quote: string
  /** A second, independent extraction has the quote at the same place. */
  quoteHolds: boolean
}

export interface ReadPage {
  url: string
  facts: Fact[]
  evidence: ReturnType<typeof extractPage>['evidence']
}

export const readSite = (site: FrozenSite): ReadPage[] =>
  site.pages.map((page) => ({ url: page.url, ...pick(extractPage(page)) }))
const pick = ({ facts, evidence }: ReturnType<typeof extractPage>) => ({ facts, evidence })

/**
 * The ready facts of a site as a run checks them (`fillRow`): every distinct value, best first, with the best of its
 * evidence that holds.
 */
export function answerFromWebsite(
  site: FrozenSite,
  pages: readonly ReadPage[],
  again: readonly ReadPage[],
  kind: FactKind,
): Answer[] {
  return chooseFacts([...pages], kind).flatMap((chosen) => {
    const tries = chosen.evidence.map(({ fact, pageIndex }) => {
      const page = pages[pageIndex]!
      const { text, segments } = page.evidence
      const isTrue = verifyQuote({
        text,
        quote: fact.quote,
        start: fact.start,
        end: fact.end,
        kind,
        value: chosen.value,
      }).ok
      const isBound = isPageBoundTo({ url: site.website }, { url: page.url, text }).bound
      const source = segments.find((segment) => segment.start <= fact.start && segment.end > fact.start)?.kind ?? null
      return {
        isVerified: isTrue && isBound,
        source,
        quote: fact.quote,
        quoteHolds: again[pageIndex]!.evidence.text.slice(fact.start, fact.end) === fact.quote,
      }
    })
    const best = tries.find(({ isVerified }) => isVerified) ?? tries[0]
    if (!best) return []
    return [
      {
        value: chosen.value,
        state: best.isVerified ? 'verified' : 'cited',
        source: best.source,
        pages: new Set(chosen.evidence.map(({ pageIndex }) => pageIndex)).size,
        quote: best.quote,
        quoteHolds: best.quoteHolds,
      },
    ]
  })
}
