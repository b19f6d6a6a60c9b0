import type { ChatChange, ChatPrice } from '@enrichify/contracts'
import type { ColumnEntity, StoredChangeSet } from '@enrichify/database'
import { COLUMN_TYPES, estimateRun, may, passageBudget, type Change, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { outputBound, QuestionAsker } from '../enrichment/rungs/question-asker.ts'
import { RunEstimates } from '../enrichment/run-estimates.ts'
import { SheetReader } from './sheet-reader.ts'

const FREE: ChatPrice = { rows: 0, cells: 0, calls: 0, p50Micros: 0, p90Micros: 0, budgetMicros: 0, problems: [] }
/** Instructions and schema around the passages of a call, in tokens. */
const FRAME_TOKENS = 600
const CHARACTERS_PER_TOKEN = 4
const LEAST_BUDGET_MICROS = 10_000
/** A call is held at the most that it can cost, which is several times what it mostly does; a wall below that would let none through. */
const HELD_TIMES = 5

/** A change set as a person is shown it before anything happens: with what the cells hold now, and what its run would cost. */
@Injectable()
export class ChangePricing {
  constructor(
    private readonly sheet: SheetReader,
    private readonly estimates: RunEstimates,
    private readonly asker: QuestionAsker,
  ) {}

  async prepare(who: Principal, websetId: string, title: string, changes: readonly Change[]): Promise<StoredChangeSet> {
    const { webset, columns } = await this.sheet.webset(who, websetId)
    const shown: ChatChange[] = []
    for (const change of changes) shown.push(change.kind === 'editCells' ? { ...change, edits: await this.#before(who, websetId, columns, change.edits) } : change)
    const run = changes.find((change) => change.kind === 'run')
    return { title, changes: shown, price: run ? await this.#price(who, { id: websetId, rows: webset.rowCount, practice: webset.practice }, changes, run) : FREE }
  }

  async #before(who: Principal, websetId: string, columns: readonly ColumnEntity[], edits: (Change & { kind: 'editCells' })['edits']) {
    const rows = new Map((await this.sheet.byIds(who, websetId, edits.map(({ rowId }) => rowId))).map((row) => [row.id, row]))
    return edits.flatMap((edit) => {
      const row = rows.get(edit.rowId)
      const kind = columns.find(({ id }) => id === edit.columnId)?.kind
      return row && kind ? [{ ...edit, before: COLUMN_TYPES[kind].format(row.cells[edit.columnId] ?? null), beforeState: row.marks[edit.columnId]?.state ?? null }] : []
    })
  }

  /** Columns that are there are priced as any run is; those that are still to be made, by the list: every row is asked once. */
  async #price(who: Principal, webset: { id: string; rows: number; practice: boolean }, changes: readonly Change[], run: Change & { kind: 'run' }): Promise<ChatPrice> {
    if (!may(who.role, 'enrichment.run', who.scopes)) return { ...FREE, problems: ['Your role may not start runs; somebody else has to apply this.'] }
    const added = changes.filter((change) => change.kind === 'addColumn').filter(({ name }) => run.columns.includes(name))
    const known = run.columns.filter((column) => !added.some(({ name }) => name === column))
    const estimate = known.length ? await this.estimates.estimate(who, webset.id, { columnIds: known, scope: run.scope }) : null
    const rows = run.scope.kind === 'rows' ? run.scope.rowIds.length : webset.rows
    const drafts = await this.#drafts(who, webset.practice, added.filter(({ fact }) => fact === null).length, rows)
    const calls = (estimate?.calls ?? 0) + drafts.calls
    const p90Micros = (estimate?.price.p90Micros ?? 0) + drafts.p90Micros
    return {
      rows: added.length ? rows : (estimate?.rows ?? 0),
      cells: (estimate?.cells ?? 0) + added.length * rows,
      calls,
      p50Micros: (estimate?.price.p50Micros ?? 0) + drafts.p50Micros,
      p90Micros,
      budgetMicros: calls === 0 ? 0 : Math.max(LEAST_BUDGET_MICROS, p90Micros, Math.ceil((HELD_TIMES * p90Micros) / calls)),
      problems: [...new Set([...(estimate?.problems.map(({ message }) => message) ?? []), ...drafts.problems])],
    }
  }

  async #drafts(who: Principal, practice: boolean, questions: number, rows: number): Promise<Pick<ChatPrice, 'calls' | 'p50Micros' | 'p90Micros' | 'problems'>> {
    if (questions === 0) return FREE
    const [candidate] = await this.asker.candidates({ workspaceId: who.workspaceId, createdBy: who.userId, practice }, null)
    if (!candidate) return { ...FREE, problems: ['No model is connected. Connect one under Settings, Providers; until then the new cells stay empty.'] }
    if (candidate.cost?.unit !== 'tokens') return { ...FREE, problems: [`The price of ${candidate.model ?? 'this model'} is not known, so nothing is sent. Set it under Settings, Providers.`] }
    const { p50, p90 } = estimateRun(rows, null, { inputTokens: FRAME_TOKENS + passageBudget(questions) / CHARACTERS_PER_TOKEN, outputTokens: outputBound(questions), ...candidate.cost.price })
    return { calls: rows, p50Micros: Math.round(p50), p90Micros: Math.ceil(p90), problems: [] }
  }
}
