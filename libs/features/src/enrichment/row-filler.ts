import type { StoredRow, Tx } from '@enrichify/database'
import {
  FAILED_REASONS,
  isFinal,
  isLockedForRuns,
  RUNG_KINDS,
  rungsOf,
  traceStep,
  type CellValue,
  type EmptyReason,
  type Rung,
  type TraceStep,
} from '@enrichify/domain'
import { crashPoint } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { SiteReader } from '../pages/site-reader.ts'
import { hashOf } from '../providers/hash-of.ts'
import { type RunCell, type ConfirmedCell } from '../websets/cell-writes.ts'
import { CellAnswer } from './cell-answer.ts'
import { CellRefresher, type LostQuote } from './cell-refresher.ts'
import { conditionProblem } from './condition-problem.ts'
import type { PlannedColumn } from './row-plan.ts'
import { RowWork, type RunFrame } from './row-work.ts'
import { computeFormula, mergeCells, mergeSources } from './rungs/computed.ts'
import { HttpRung } from './rungs/http.rung.ts'
import { Rungs } from './rungs/index.ts'
import { answerFromPages, type FactRung } from './rungs/page-facts.rung.ts'
import { RunMustWait, type RungAnswer } from './rungs/rung.ts'

export interface FilledRow {
  rowId: number
  cells: RunCell[]
  /** Cells whose quote a refresh found on the page. */
  standing: ConfirmedCell[]
  /** Cells that were not asked again, because none of their inputs changed. */
  unchanged: number
  /** Cells that a person edited: they are locked and not asked. */
  kept: number
  pages: number
}

/** `must_wait`: nothing more can be bought until a person fixes what `why` says. */
export type FillResult = { kind: 'filled'; row: FilledRow } | { kind: 'must_wait'; why: string }

/**
 * Fills the columns of one row. Each column comes after the columns that it is made from, and its rungs are asked in
 * order until an answer is good enough.
 */
@Injectable()
export class RowFiller {
  constructor(
    private readonly sites: SiteReader,
    private readonly rungs: Rungs,
    private readonly http: HttpRung,
    private readonly refresher: CellRefresher,
  ) {}

  async fill(
    frame: RunFrame,
    row: StoredRow,
    fence: (tx: Tx) => Promise<boolean>,
    stop: AbortSignal,
  ): Promise<FillResult> {
    const work: RowWork = new RowWork(frame, row, fence, stop, async (site) => {
      const reading = await this.sites.read(work.scope, site, {
        ...work.pageOptions,
        wanted: frame.plan.wanted,
        maxPages: frame.run.maxPages,
      })
      crashPoint('row_after_reading')
      return reading
    })
    const filled = withoutCells(row.id)
    crashPoint('row_before_reading')
    try {
      for (const level of frame.plan.levels) await this.#fillLevel(work, level, filled)
    } catch (error) {
      if (error instanceof RunMustWait) return { kind: 'must_wait', why: error.message }
      throw error
    }
    crashPoint('row_after_model')
    const reading = await work.read
    // Known only after all columns have asked.
    for (const cell of filled.cells) if (cell.pages.length === 0) cell.pages = reading?.tried ?? []
    return { kind: 'filled', row: { ...filled, pages: reading?.fetched ?? 0 } }
  }

  /** A row that cannot be worked on: cells without a value say why. Values that are there stay. */
  giveUp(frame: RunFrame, row: StoredRow, note: string): FilledRow {
    const never = new AbortController().signal
    const work = new RowWork(
      frame,
      row,
      async () => false,
      never,
      () => Promise.reject(new Error('It is given up.')),
    )
    const filled = withoutCells(row.id)
    for (const planned of frame.plan.levels.flat()) {
      const { id } = planned.column
      if (frame.run.scope.kind === 'only_empty' && !work.isGap(id)) continue
      const stored = work.stored(id)
      const isLocked = stored && isLockedForRuns(stored.state, frame.approved.has(`${row.id}:${id}`))
      if (isLocked && !work.fillsEmptied(id)) filled.kept++
      else if (stored && stored.state !== 'empty' && !work.fillsEmptied(id)) filled.unchanged++
      else filled.cells.push(emptyCell(work, planned, 'gave_up', [traceStep(stepOf(planned), 'failed', { note })]))
    }
    return filled
  }

  async #fillLevel(work: RowWork, level: readonly PlannedColumn[], filled: FilledRow): Promise<void> {
    const answers: CellAnswer[] = []
    for (const planned of level) {
      const refreshed = await this.#before(work, planned, filled)
      if (refreshed === 'done') continue
      const answer = new CellAnswer(planned, (value) => work.isRejected(planned.column.id, value))
      if (refreshed) {
        answer.trace.push(refreshed.trace)
        answer.contradicted = refreshed.result
      }
      const computed = await this.#compute(work, planned)
      if (computed) answer.add(computed)
      answers.push(answer)
    }
    await this.#askRungs(work, answers)
    for (const answer of answers) {
      answer.finish()
      const cell = this.#cell(work, answer)
      work.cells[cell.columnId] = cell.value
      filled.cells.push(cell)
    }
  }

  /** Cells that need no asking: a condition that is false, inputs that did not change, a quote that is still there. */
  async #before(work: RowWork, planned: PlannedColumn, filled: FilledRow): Promise<'done' | LostQuote | null> {
    const { column, condition } = planned
    const stored = work.stored(column.id)
    const fillsEmptied = work.fillsEmptied(column.id)
    // The row has a gap, and this is another cell of it.
    if (work.frame.run.scope.kind === 'only_empty' && !work.isGap(column.id)) return 'done'
    if (
      stored &&
      !fillsEmptied &&
      isLockedForRuns(stored.state, work.frame.approved.has(`${work.row.id}:${column.id}`))
    ) {
      filled.kept++
      return 'done'
    }
    const refused = conditionProblem(work, condition)
    if (refused) {
      const sameAsBefore =
        stored?.state === 'empty' && stored.empty === refused.empty && stored.inputHash === inputHash(work, planned)
      if (sameAsBefore) filled.unchanged++
      else
        filled.cells.push(
          emptyCell(work, planned, refused.empty, [traceStep('condition', 'skipped', { note: refused.note })]),
        )
      work.cells[column.id] = null
      return 'done'
    }
    const { run } = work.frame
    const asksForGaps = run.scope.kind === 'only_empty' || run.scope.kind === 'only_failed'
    const unchanged =
      run.mode === 'fill' &&
      !run.again &&
      !fillsEmptied &&
      !(asksForGaps && stored?.state === 'empty') &&
      isFinal(stored, inputHash(work, planned), FAILED_REASONS)
    if (unchanged) {
      filled.unchanged++
      return 'done'
    }
    if (run.mode !== 'refresh' || !stored || fillsEmptied) return null
    // That its quote is still there does not make it right.
    if (work.isRejected(column.id, work.row.cells[column.id] ?? null)) return null
    const refreshed = await this.refresher.check(work, planned.column, stored)
    if (refreshed === null || refreshed.kind === 'gone') return refreshed
    filled.standing.push(refreshed.cell)
    return 'done'
  }

  async #compute(work: RowWork, { column, formula }: PlannedColumn): Promise<RungAnswer | null> {
    const plan = column.enrichment
    if (plan?.method === 'formula') return computeFormula(work, column, formula ?? '')
    if (plan?.method === 'merge') return mergeCells(work, column, plan, mergeSources(work, plan.columns))
    if (plan?.method === 'http') return this.http.answer(work, column, plan)
    return null
  }

  /** Asks the cheapest rung that a column is waiting for, for all columns that have reached it. */
  async #askRungs(work: RowWork, answers: readonly CellAnswer[]): Promise<void> {
    for (;;) {
      work.stop.throwIfAborted()
      const waiting = answers.filter((answer) => answer.next)
      if (waiting.length === 0) return
      const [cheapest] = waiting.toSorted((a, b) => RUNG_KINDS.indexOf(a.next!.kind) - RUNG_KINDS.indexOf(b.next!.kind))
      const key = groupKey(cheapest!.next!)
      const group = waiting.filter((answer) => groupKey(answer.next!) === key)
      const taken = group.map((answer) => answer.take(isFree))
      const columns = group.map(({ planned }) => planned.column)
      const [rung] = taken[0]!
      if (isFree(rung!)) {
        for (const [index, answer] of group.entries()) {
          const found = await answerFromPages(
            work,
            [answer.planned.column],
            taken[index]!.map(({ kind }) => kind as FactRung),
          )
          answer.add(found.get(answer.planned.column.id)!)
        }
      } else {
        crashPoint('row_before_model')
        const found = await this.rungs.of[rung!.kind as keyof Rungs['of']].answer(work, columns, rung!)
        for (const answer of group) answer.add(found.get(answer.planned.column.id)!)
      }
    }
  }

  #cell(work: RowWork, answer: CellAnswer): RunCell {
    const { planned, best, trace, costMicros, contradicted } = answer
    const refresh = contradicted
      ? { ...contradicted, after: best?.value ?? null, evidenceId: best?.primary ?? null }
      : null
    if (!best)
      return {
        ...emptyCell(work, planned, answer.empty, trace),
        costMicros,
        refresh,
        candidates: answer.candidates,
        evidence: answer.evidence,
      }
    work.found.set(planned.column.id, best)
    return {
      rowId: work.row.id,
      columnId: planned.column.id,
      value: best.value,
      state: best.state,
      empty: null,
      primary: best.primary,
      evidence: answer.evidence,
      candidates: answer.candidates,
      pages: [],
      costMicros,
      trace,
      inputHash: inputHash(work, planned),
      conflict: answer.conflict,
      refresh,
      fillsEmptied: work.fillsEmptied(planned.column.id),
    }
  }
}

export function withoutCells(rowId: number): FilledRow {
  return { rowId, cells: [], standing: [], unchanged: 0, kept: 0, pages: 0 }
}

/** Where a column begins, for a trace that got no further. */
function stepOf({ column: { enrichment } }: PlannedColumn): TraceStep['kind'] {
  if (enrichment?.method === 'formula' || enrichment?.method === 'merge' || enrichment?.method === 'http')
    return enrichment.method
  return rungsOf(enrichment)[0]?.kind ?? 'model'
}

function isFree({ kind }: Rung): boolean {
  return kind === 'structured' || kind === 'patterns'
}

/** Columns with the same rungs can be answered together. */
function groupKey(rung: Rung): string {
  return isFree(rung) ? 'pages' : JSON.stringify([rung.kind, rung.model, rung.maxMicros, rung.maxPages, rung.maxSteps])
}

/** The inputs of a cell: the current question, the identity of the row, and the columns that the plan names. */
function inputHash(work: RowWork, { hash, inputs }: PlannedColumn): string {
  return hashOf([hash, work.site ?? work.entity, inputs.map((id): [string, CellValue] => [id, work.cells[id] ?? null])])
}

function emptyCell(work: RowWork, planned: PlannedColumn, empty: EmptyReason, trace: TraceStep[]): RunCell {
  return {
    rowId: work.row.id,
    columnId: planned.column.id,
    value: null,
    state: 'empty',
    empty,
    primary: null,
    evidence: [],
    candidates: [],
    pages: [],
    costMicros: 0,
    trace,
    inputHash: inputHash(work, planned),
    conflict: false,
    refresh: null,
    fillsEmptied: work.fillsEmptied(planned.column.id),
  }
}
