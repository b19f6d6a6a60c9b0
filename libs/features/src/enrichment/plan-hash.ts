import type { ColumnEntity } from '@enrichify/database'
import type { Rung } from '@enrichify/domain'
import { hashOf } from '../providers/hash-of.ts'

/** Calls of one plan ask the same about different pages, so they cost about the same. */
export function planHashOf(columns: readonly ColumnEntity[], rung: Pick<Rung, 'kind' | 'model'>): string {
  return hashOf([
    rung.kind,
    rung.model,
    columns.map(({ id, kind, settings, enrichment }) => [
      id,
      kind,
      settings,
      enrichment?.method === 'score'
        ? enrichment.criteria
        : enrichment?.method === 'answer'
          ? enrichment.question
          : null,
    ]),
  ])
}
