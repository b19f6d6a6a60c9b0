import type { ColumnEntity } from '@enrichify/database'
import { isPaidRung, rungsOf, type Rung } from '@enrichify/domain'

/**
 * The share of rows that reaches a rung behind others, if this webset has no history: behind ready facts, and behind
 * each paid rung.
 */
const PAST_FACTS = 0.4
const PAST_PAID = 0.35

/** What can be asked of a paid rung: by which columns, and for what share of the rows. */
export interface Step {
  rung: Rung
  columns: ColumnEntity[]
  rows: number
  reach: number
}

/** Columns that have the same paid rung are asked together. Fewer rows reach a later rung. */
export function stepsOf(columns: readonly ColumnEntity[], open: (column: ColumnEntity) => number): Step[] {
  const steps = new Map<string, Step>()
  for (const column of columns) {
    let reach = 1
    for (const rung of rungsOf(column.enrichment)) {
      if (!isPaidRung(rung)) {
        reach = Math.min(reach, PAST_FACTS)
        continue
      }
      const key = JSON.stringify([rung.kind, rung.model, reach])
      const known = steps.get(key)
      if (known) {
        known.columns.push(column)
        known.rows = Math.max(known.rows, open(column))
      } else steps.set(key, { rung, columns: [column], rows: open(column), reach })
      reach *= PAST_PAID
    }
  }
  return [...steps.values()]
}
