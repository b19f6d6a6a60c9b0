import type { RowWork } from './row-work.ts'

/** The name of a row in a question: its name, else its site, else its first cell. */
export function entityName(work: RowWork): string {
  const { site, entity } = work
  if (entity.name) return entity.name
  if (site) return new URL(site.url).hostname
  const [first] = work.frame.plan.plainColumns
  return (first && work.text(first.id)) || `row ${work.row.id}`
}
