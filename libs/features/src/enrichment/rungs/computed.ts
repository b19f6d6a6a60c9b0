import { newEvidenceId, type CellStateRow, type ColumnEntity, type EvidenceRow } from '@enrichify/database'
import {
  COLUMN_TYPES,
  evaluateFormula,
  FormulaError,
  isBetter,
  textOf,
  traceStep,
  type CellValue,
  type FormulaNode,
  type MergePlan,
} from '@enrichify/domain'
import type { RowWork } from '../row-work.ts'
import { nothing, type FoundValue, type RungAnswer } from './rung.ts'

/**
 * A formula's value, converted to the column's type. It comes from other cells and not from a page, so there is
 * nothing to quote and nothing to prove.
 */
export function computeFormula(work: RowWork, column: ColumnEntity, formula: FormulaNode | string): RungAnswer {
  if (typeof formula === 'string') return nothing('formula_error', traceStep('formula', 'failed', { note: formula }))
  try {
    const value = evaluateFormula(formula, (id) => work.cells[id] ?? null)
    if (value === null || value === '')
      return nothing('not_on_page', traceStep('formula', 'nothing', { note: 'The formula is empty for this row.' }))
    const parsed = fit(column, value)
    if (!parsed.ok || parsed.value === null)
      return nothing(
        'formula_error',
        traceStep('formula', 'failed', {
          note: `“${textOf(value).slice(0, 100)}” ${parsed.ok ? 'is empty' : parsed.reason}.`,
        }),
      )
    return {
      found: { value: parsed.value, state: 'asserted', primary: null, evidence: [], candidates: [] },
      empty: null,
      costMicros: 0,
      trace: [traceStep('formula', 'answered')],
    }
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    return nothing('formula_error', traceStep('formula', 'failed', { note: error.message }))
  }
}

function fit(
  column: ColumnEntity,
  value: string | number | boolean,
): { ok: true; value: CellValue } | { ok: false; reason: string } {
  if (column.kind === 'number' && typeof value === 'number') return { ok: true, value }
  if (column.kind === 'boolean' && typeof value === 'boolean') return { ok: true, value }
  return COLUMN_TYPES[column.kind].parse(textOf(value), column.settings)
}

/** What a merged column can copy: the current cell with its evidence. */
/** What a merge copies of a quote. */
export type SourceEvidence = Pick<
  EvidenceRow,
  'id' | 'captureId' | 'value' | 'quote' | 'start' | 'end' | 'textHash' | 'textVersion' | 'rule'
>

export interface MergeSource {
  column: ColumnEntity
  value: CellValue
  state: CellStateRow['state'] | null
  evidence: SourceEvidence[]
}

const RANKED: Record<string, FoundValue['state']> = {
  verified: 'verified',
  cited: 'cited',
  asserted: 'asserted',
  human: 'verified',
}

/** The values of the merged columns: as this run wrote them, else as they were. */
export function mergeSources(work: RowWork, columnIds: readonly string[]): MergeSource[] {
  const { frame, row } = work
  const columns = new Map(frame.columns.map((column) => [column.id, column]))
  return columnIds.flatMap((id): MergeSource[] => {
    const column = columns.get(id)
    if (!column) return []
    const fresh = work.found.get(id)
    if (fresh)
      return [
        {
          column,
          value: fresh.value,
          state: fresh.state,
          evidence: fresh.evidence.filter((each) => each.id === fresh.primary),
        },
      ]
    const stored = work.stored(id)
    const evidence = stored?.evidenceId ? frame.evidence.get(stored.evidenceId) : undefined
    return [
      {
        column,
        value: row.cells[id] ?? null,
        state: stored?.state ?? null,
        evidence: evidence ? [evidence] : [],
      },
    ]
  })
}

/**
 * The best proven cell of the columns; the first one among equals. Its proof is copied to this cell. A value from the
 * list or from a person wins over everything that was found.
 */
export function mergeCells(
  work: RowWork,
  column: ColumnEntity,
  plan: MergePlan,
  sources: readonly MergeSource[],
): RungAnswer {
  const filled = plan.columns.flatMap(
    (id) => sources.find((source) => source.column.id === id && source.value !== null) ?? [],
  )
  const [first] = filled.filter(({ state }) => state === null || state === 'human')
  const best =
    first ??
    filled.reduce<MergeSource | null>(
      (found, next) =>
        found === null || isBetter(RANKED[next.state!] ?? 'asserted', RANKED[found.state!] ?? 'asserted')
          ? next
          : found,
      null,
    )
  if (!best) return nothing('not_on_page', traceStep('merge', 'nothing', { note: 'All of its columns are empty.' }))
  const parsed = COLUMN_TYPES[column.kind].parse(COLUMN_TYPES[best.column.kind].format(best.value), column.settings)
  const value = best.column.kind === column.kind ? best.value : parsed.ok ? parsed.value : null
  if (value === null)
    return nothing(
      'failed_verification',
      traceStep('merge', 'failed', { note: `The value of “${best.column.name}” does not fit this column’s type.` }),
    )
  const rivals = filled.filter((other) => other !== best)
  const copies = [best, ...rivals].flatMap((source) => copyEvidence(work, column, source))
  const own = copies.find(({ from }) => from === best)
  const state =
    best.state === 'verified' && own?.evidence.rule
      ? ('verified' as const)
      : best.state === 'cited' || best.state === 'verified'
        ? own
          ? ('cited' as const)
          : ('asserted' as const)
        : ('asserted' as const)
  return {
    found: {
      value,
      state,
      primary: own?.evidence.id ?? null,
      evidence: copies.map(({ evidence }) => evidence),
      candidates: copies.map(({ evidence, from }) => ({
        value: evidence.value,
        state: evidence.rule ? ('verified' as const) : ('cited' as const),
        evidenceId: evidence.id,
        reason: null,
        pages: 1,
        source: `merge:${from.column.name}`,
      })),
    },
    empty: null,
    costMicros: 0,
    trace: [traceStep('merge', 'answered', { note: `From “${best.column.name}”.` })],
  }
}

function copyEvidence(work: RowWork, column: ColumnEntity, source: MergeSource) {
  const [evidence] = source.evidence
  if (!evidence) return []
  const { captureId, value, quote, start, end, textHash, textVersion, rule } = evidence
  return [
    {
      from: source,
      evidence: {
        id: newEvidenceId(),
        rowId: work.row.id,
        columnId: column.id,
        captureId,
        value,
        quote,
        start,
        end,
        textHash,
        textVersion,
        rule,
      },
    },
  ]
}
