import type { Refusal } from '@enrichify/contracts'
import {
  CellRepository,
  RowRepository,
  type CellKey,
  type CellStateRow,
  type NewVerdict,
  type StoredVerdict,
  type Tx,
} from '@enrichify/database'
import { notFound, Refused, type CellValue } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { markOf } from './cell-writes.ts'
import type { CommandContext, Payload, Step } from './commands/command.ts'
import { holdCells } from './held-cells.ts'
import { changedSince, gone, judgedSince } from './refusals.ts'
import { SheetChanges } from './sheet-changes.ts'
import { StaleMarker } from './stale-marker.ts'

/** What an action did to the verdicts on one value of a cell, and to what the cell is stale by. */
export interface Judging extends Payload {
  rowId: number
  columnId: string
  value: CellValue
  came: readonly StoredVerdict[]
  went: readonly StoredVerdict[]
  /** Ids that the cell is stale by since then, and those that it is no longer stale by. */
  marked: readonly string[]
  freed: readonly string[]
}

interface AnsweredCell {
  value: CellValue
  stored: CellStateRow
}

/** What people say about cells: given, taken back and given again, with the marks of wrong cells. */
@Injectable()
export class CellVerdicts {
  constructor(
    private readonly cells: CellRepository,
    private readonly rows: RowRepository,
    private readonly stale: StaleMarker,
    private readonly changes: SheetChanges,
  ) {}

  /** A cell that a run answered, locked. A refusal: someone else changed it after the version that the person saw. */
  async hold(tx: Tx, context: CommandContext, cell: CellKey): Promise<AnsweredCell | Refusal> {
    const { websetId, baseVersion, clientId, userId } = context
    const found = await this.#read(tx, websetId, cell)
    if (!found) throw notFound('row')
    const { value, stored } = found
    if (!stored)
      throw new Refused(
        'nothing_to_judge',
        'This cell was not answered by a run, so there is nothing to judge.',
        'conflict',
      )
    if (baseVersion === null) return { value, stored }
    const [change] = await this.cells.changedSince(tx, websetId, { version: baseVersion, clientId, userId }, [cell])
    return change ? changedSince(change) : { value, stored }
  }

  /** The new verdict on the present value; null takes away what was said about it. Null: that was said already. */
  async judge(
    tx: Tx,
    { websetId, userId, actionId }: CommandContext,
    cell: CellKey,
    { value, stored }: AnsweredCell,
    verdict: 'right' | 'wrong' | null,
  ): Promise<Judging | null> {
    const earlier = await this.cells.verdictsOn(tx, websetId, cell, value)
    const [last] = earlier
    const causes = earlier.flatMap((each) => (each.verdict === 'wrong' && each.actionId) || [])
    const marks = causes.filter((id) => stored.staleBy.includes(id))
    if (verdict === null && !last) return null
    if (verdict !== null && last?.verdict === verdict && last.userId === userId)
      if (verdict === 'right' || stored.stale) return null
    const judging: Judging = {
      ...cell,
      value,
      came: verdict
        ? await this.add(tx, { websetId, userId, actionId }, [verdictOn(cell, value, stored, verdict)])
        : [],
      went: verdict
        ? []
        : await this.cells.removeVerdicts(
            tx,
            websetId,
            earlier.map(({ id }) => id),
          ),
      // A wrong cell is marked to be asked again, when a person starts a run.
      marked: verdict === 'wrong' ? [actionId] : [],
      freed: verdict === 'wrong' ? [] : marks,
    }
    await this.#mark(tx, websetId, cell, judging.marked, judging.freed)
    return judging
  }

  add(
    tx: Tx,
    { websetId, userId, actionId }: Pick<CommandContext, 'websetId' | 'userId' | 'actionId'>,
    verdicts: readonly NewVerdict[],
  ): Promise<StoredVerdict[]> {
    return this.cells.addVerdicts(tx, websetId, { userId, actionId }, verdicts)
  }

  /** Takes verdicts back or gives them again. What someone else said about the same value since then stays. */
  async move(
    tx: Tx,
    { websetId, userId }: CommandContext,
    judging: Judging,
    direction: 'back' | 'forward',
  ): Promise<Step<Judging>> {
    const { rowId, columnId, value } = judging
    const cell = { rowId, columnId }
    const nothing: Judging = { ...cell, value, came: [], went: [], marked: [], freed: [] }
    const found = await this.#read(tx, websetId, cell)
    if (!found) return { size: 0, payload: nothing, refused: [gone(cell, 'is in a row that was deleted')] }
    const own = Math.max(...[...judging.came, ...judging.went].map(({ id }) => id))
    const said = await this.cells.verdictsOn(tx, websetId, cell, value)
    const theirs = said.find((verdict) => verdict.id > own && verdict.userId !== userId)
    if (theirs) return { size: 0, payload: nothing, refused: [judgedSince(cell, theirs.userName)] }
    const moved = await this.swap(tx, websetId, judging, direction)
    const [unmark, mark] = direction === 'back' ? (['marked', 'freed'] as const) : (['freed', 'marked'] as const)
    // A verdict on another value says nothing about the present one.
    const isPresent = JSON.stringify(found.value) === JSON.stringify(value)
    await this.#mark(tx, websetId, cell, isPresent ? judging[mark] : [], judging[unmark])
    const { came, went } = moved
    return { size: came.length + went.length > 0 ? 1 : 0, payload: { ...judging, came, went }, refused: [] }
  }

  /** The verdicts alone. Returns those that really came and went. */
  async swap(
    tx: Tx,
    websetId: string,
    { came, went }: Pick<Judging, 'came' | 'went'>,
    direction: 'back' | 'forward',
  ): Promise<Pick<Judging, 'came' | 'went'>> {
    const remove = (verdicts: readonly StoredVerdict[]) =>
      this.cells.removeVerdicts(
        tx,
        websetId,
        verdicts.map(({ id }) => id),
      )
    const restore = (verdicts: readonly StoredVerdict[]) => this.cells.restoreVerdicts(tx, websetId, verdicts)
    return direction === 'back'
      ? { came: await remove(came), went: await restore(went) }
      : { came: await restore(came), went: await remove(went) }
  }

  async #read(tx: Tx, websetId: string, { rowId, columnId }: CellKey) {
    const read = await holdCells(tx, websetId, [{ rowId, columnId }], { rows: this.rows, cells: this.cells })
    return read(rowId, columnId)
  }

  /** Marks the cell and frees it from marks, and tells watchers: an open panel shows what is said by now. */
  async #mark(
    tx: Tx,
    websetId: string,
    cell: CellKey,
    marked: readonly string[],
    freed: readonly string[],
  ): Promise<void> {
    const before = await this.#read(tx, websetId, cell)
    for (const by of marked) await this.stale.mark(tx, websetId, [{ ...cell, reached: true }], { by, reverses: null })
    for (const by of freed) await this.stale.mark(tx, websetId, [{ ...cell, reached: false }], { by, reverses: by })
    const after = await this.#read(tx, websetId, cell)
    if (!after?.stored) return
    const { value, stored } = after
    const isOther = stored.stale !== before?.stored?.stale
    const mark = markOf({ ...stored, candidates: stored.candidates.length })
    await this.changes.note(tx, websetId, { cells: [{ ...cell, value, mark }], marks: isOther, stale: isOther })
  }
}

function verdictOn(
  { rowId, columnId }: CellKey,
  value: CellValue,
  { candidates, evidenceId }: CellStateRow,
  verdict: 'right' | 'wrong',
): NewVerdict {
  const current = candidates.find((candidate) => candidate.evidenceId === evidenceId)
  return { rowId, columnId, verdict, value, evidenceId, source: current?.source ?? null }
}
