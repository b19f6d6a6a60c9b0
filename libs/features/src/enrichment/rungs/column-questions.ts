import type { ColumnEntity } from '@enrichify/database'
import { fillReferences, oneLine, wordsOfValue, type AskedColumn } from '@enrichify/domain'
import type { RowWork } from '../row-work.ts'
import { criterionId } from './claim-cells.ts'

const EXAMPLES = 3

/**
 * The questions of a column for this row. Names of other columns are replaced by their values, and a score becomes one
 * question per criterion.
 */
export function columnQuestions(work: RowWork, column: ColumnEntity): AskedColumn[] {
  const plan = column.enrichment
  const fill = (text: string): string => fillReferences(text, (id) => oneLine(work.text(id)).slice(0, 300))
  if (plan?.method === 'score')
    return plan.criteria.map(({ name, question }, index) => ({
      id: criterionId(column.id, index),
      name,
      kind: 'boolean' as const,
      settings: {},
      question: fill(question),
    }))
  const examples =
    plan?.method === 'answer' && plan.examples
      ? (work.frame.feedback.examples.get(column.id) ?? [])
          .filter(({ rowId }) => rowId !== work.row.id)
          .slice(0, EXAMPLES)
      : []
  return [
    {
      id: column.id,
      name: column.name,
      kind: column.kind,
      settings: column.settings,
      question: fill(plan?.method === 'answer' ? plan.question : column.name),
      examples: examples.map(({ value, quote }) => ({ value: wordsOfValue(value), quote })),
    },
  ]
}
