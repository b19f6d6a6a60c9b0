import type { ColumnEntity } from '@enrichify/database'
import type { Rung } from '@enrichify/domain'
import { hashOf } from '../providers/hash-of.ts'

/** Calls of one plan ask the same of different pages, and so cost alike. */
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
