import { Refused } from '../errors.ts'
import { referencesIn } from '../formulas/references.ts'
import type { Enrichment } from './enrichment.ts'

export interface DependentColumn {
  id: string
  name: string
  enrichment: Enrichment | null
}

/**
 * The columns that a column’s cells are made from, by its own text: question, formula, condition, request, merged
 * columns.
 */
export function inputsOf(enrichment: Enrichment | null): string[] {
  if (!enrichment) return []
  return [...new Set([...referencesIn(enrichment.condition ?? ''), ...inputsOfMethod(enrichment)])]
}

function inputsOfMethod(enrichment: Enrichment): string[] {
  switch (enrichment.method) {
    case 'answer':
      return referencesIn(enrichment.question)
    case 'score':
      return enrichment.criteria.flatMap(({ question }) => referencesIn(question))
    case 'formula':
      return referencesIn(enrichment.formula)
    case 'merge':
      return enrichment.columns
    case 'http': {
      const { url, headers, body } = enrichment.request
      return [url, body, ...Object.values(headers)].flatMap(referencesIn)
    }
  }
}

/**
 * Enrichment columns in levels. Each column comes after those that it is made from; columns of one level do not
 * depend on each other. Refused when columns depend on each other in a circle.
 */
export function columnLevels<C extends DependentColumn>(columns: readonly C[]): C[][] {
  const levels: C[][] = []
  let waiting = [...columns]
  while (waiting.length) {
    const open = new Set(waiting.map(({ id }) => id))
    const ready = waiting.filter(({ enrichment }) => inputsOf(enrichment).every((id) => !open.has(id)))
    if (ready.length === 0)
      throw new Refused(
        'column_cycle',
        `These columns are made from each other in a circle: ${waiting.map(({ name }) => `“${name}”`).join(', ')}.`,
        'unprocessable',
      )
    levels.push(ready)
    waiting = waiting.filter((column) => !ready.includes(column))
  }
  return levels
}

/** Refused when the changed column would depend on itself, directly or through other columns. */
export function demandNoCycle(columns: readonly DependentColumn[], changed: DependentColumn): void {
  const all = new Map(columns.map((column) => [column.id, column]))
  all.set(changed.id, changed)
  const path: string[] = []
  const visit = (id: string): void => {
    if (path.includes(id)) {
      const circle = [...path.slice(path.indexOf(id)), id].map((each) => `“${all.get(each)?.name ?? each}”`).join(' → ')
      throw new Refused('column_cycle', `A column cannot be made from itself: ${circle}.`, 'unprocessable')
    }
    path.push(id)
    inputsOf(all.get(id)?.enrichment ?? null).forEach(visit)
    path.pop()
  }
  visit(changed.id)
}

/** Every column that is made from one of these, directly or through others. */
export function dependentsOf(columns: readonly DependentColumn[], ids: readonly string[]): string[] {
  const found = new Set<string>()
  const reach = new Set(ids)
  for (let grew = true; grew;) {
    grew = false
    for (const { id, enrichment } of columns) {
      if (found.has(id) || !inputsOf(enrichment).some((input) => reach.has(input))) continue
      found.add(id)
      reach.add(id)
      grew = true
    }
  }
  return [...found]
}
