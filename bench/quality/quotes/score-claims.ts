import { extractPage } from '@enrichify/collection'
import { judgeClaim, type EvidenceText, type Judgement } from '@enrichify/domain'
import type { ClaimCase } from './claim-case.ts'

export interface KindScore {
  truth: ClaimCase['truth']
  cases: number
  /** Judged differently from the truth. */
  wrong: number
  /** The first few of them. */
  examples: { case: Omit<ClaimCase, 'page'> & { url: string }; judged: Judgement; text: string }[]
}

/**
 * Puts every case through the product’s own reading of a page and judgement of a claim. Counts by kind how often it
 * decides wrongly.
 */
export function scoreClaims(cases: Iterable<ClaimCase>): Map<string, KindScore> {
  const scores = new Map<string, KindScore>()
  let last: { html: string; evidence: EvidenceText } | null = null
  for (const each of cases) {
    const evidence: EvidenceText = last?.html === each.page.html ? last.evidence : extractPage(each.page).evidence
    last = { html: each.page.html, evidence }
    const judged = judgeClaim(each.column, each.entity, [{ url: each.page.url, evidence }], { ...each.claim, page: 0 })
    const key = `${each.truth} ${each.kind}`
    const score = scores.get(key) ?? { truth: each.truth, cases: 0, wrong: 0, examples: [] }
    scores.set(key, score)
    score.cases += 1
    if ((judged.state === 'verified') === (each.truth === 'verified')) continue
    score.wrong += 1
    if (score.examples.length < 3)
      score.examples.push({
        case: {
          kind: each.kind,
          truth: each.truth,
          column: each.column,
          entity: each.entity,
          claim: each.claim,
          url: each.page.url,
        },
        judged,
        text: evidence.text.slice(0, 400),
      })
  }
  return scores
}

export function totalOf(
  scores: ReadonlyMap<string, KindScore>,
  truth: ClaimCase['truth'],
): { kinds: number; cases: number; wrong: number } {
  const kinds = [...scores.values()].filter((score) => score.truth === truth)
  return {
    kinds: kinds.length,
    cases: kinds.reduce((sum, { cases }) => sum + cases, 0),
    wrong: kinds.reduce((sum, { wrong }) => sum + wrong, 0),
  }
}
