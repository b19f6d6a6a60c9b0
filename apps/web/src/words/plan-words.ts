import type { Column } from '@enrichify/contracts'
import { showReferences } from '@enrichify/domain'

/** What a column asks or computes, in one line, with columns by their names. */
export function planWords(enrichment: NonNullable<Column['enrichment']>, columns: readonly Column[]): string {
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
