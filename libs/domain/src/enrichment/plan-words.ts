import { showReferences } from '../formulas/references.ts'
import type { Enrichment } from './enrichment.ts'

/** What a column asks or computes, in one line, with columns by their names. */
export function planWords(enrichment: Enrichment, columns: readonly { id: string; name: string }[]): string {
  const name = (id: string): string => columns.find((column) => column.id === id)?.name ?? 'a deleted column'
  switch (enrichment.method) {
    case 'answer':
      return showReferences(enrichment.question, columns)
    case 'score':
      return `Score of ${enrichment.criteria.map((criterion) => criterion.name).join(', ')}`
    case 'formula':
      return `= ${showReferences(enrichment.formula, columns)}`
    case 'merge':
      return `Best of ${enrichment.columns.map(name).join(', ')}`
    case 'http':
      return `${enrichment.request.verb} ${showReferences(enrichment.request.url, columns)}`
  }
}
