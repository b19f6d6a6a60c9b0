import type { ColumnEntity } from '@enrichify/database'
import { checkFormula, columnLevels, factOf, inputsOf, type FactKind, type FormulaNode } from '@enrichify/domain'
import { hashOf } from '../providers/hash-of.ts'

/** A column as a run answers it: what can be prepared once for all rows. */
export interface PlannedColumn {
  column: ColumnEntity
  /** Null: every row is asked. A text: the condition is wrong, and this is why. */
  condition: FormulaNode | string | null
  formula: FormulaNode | string | null
  inputs: string[]
  /** The question as it is asked, without the row. */
  hash: string
}

/**
 * The columns that a run answers, in levels (each after the columns it is made from), and the columns that identify
 * the row.
 */
export interface RowPlan {
  levels: PlannedColumn[][]
  plainColumns: ColumnEntity[]
  /** What a link must promise to be followed. */
  wanted: FactKind[]
}

/** Pages where a company describes itself. They answer most questions in words. */
const FACTS_BEHIND_QUESTIONS: FactKind[] = ['description', 'company_name', 'founded', 'people', 'opening_hours']

export function planRow(columns: readonly ColumnEntity[], wanted: readonly string[]): RowPlan {
  const asked = columns.filter((column) => column.enrichment && wanted.includes(column.id))
  const known = new Set(columns.map(({ id }) => id))
  const facts = asked.flatMap((column) => factOf(column.enrichment) ?? [])
  const asksInWords = asked.some(
    ({ enrichment }) => enrichment?.method === 'score' || (enrichment?.method === 'answer' && enrichment.fact === null),
  )
  return {
    levels: columnLevels(asked).map((level) => level.map((column) => planColumn(column, known))),
    plainColumns: columns.filter((column) => !column.enrichment),
    wanted: [...new Set([...facts, ...(asksInWords ? FACTS_BEHIND_QUESTIONS : [])])],
  }
}

/** What a column asks and how, without its name. Results of one plan apply to the same plan only. */
export function planHash({
  kind,
  settings,
  enrichment,
}: Pick<ColumnEntity, 'kind' | 'settings' | 'enrichment'>): string {
  return hashOf([kind, settings, enrichment])
}

type Asking = Parameters<typeof planHash>[0]

/** Another question, or another way to its answer, whatever the type of the column. */
export function asksOtherwise(then: Asking, { kind, settings, enrichment }: Asking): boolean {
  return planHash({ ...then, kind, settings }) !== planHash({ kind, settings, enrichment })
}

function planColumn(column: ColumnEntity, known: ReadonlySet<string>): PlannedColumn {
  const { enrichment } = column
  return {
    column,
    condition: enrichment?.condition ? compile(enrichment.condition, known) : null,
    formula: enrichment?.method === 'formula' ? compile(enrichment.formula, known) : null,
    inputs: inputsOf(enrichment),
    hash: planHash(column),
  }
}

/** A column that was deleted since then makes a formula wrong, and its cells say so. */
function compile(source: string, known: ReadonlySet<string>): FormulaNode | string {
  try {
    return checkFormula(source, (id) => known.has(id))
  } catch (error) {
    return (error as Error).message
  }
}
