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
import { CellWriter } from './cell-writer.ts'
import { markOf, sameValue } from './cell-writes.ts'
import type { CommandContext, Payload, Step } from './commands/command.ts'
import { holdCells } from './held-cells.ts'
import { markWrong } from './read-verdicts.ts'
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
  /** Ids that the cell is stale by once nothing is said any more about a value that a run had put aside. */
  returned?: readonly string[]
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
    private readonly writer: CellWriter,
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
    return change ? changedSince(change, userId, 'in another tab') : { value, stored }
  }

  /** The new verdict on the present value; null takes away what was said about it. Null: that was said already. */
  async judge(
    tx: Tx,
    context: CommandContext,
    cell: CellKey,
    held: AnsweredCell,
    verdict: 'right' | 'wrong' | null,
  ): Promise<Judging | null> {
    const { websetId, userId, actionId } = context
    const { stored } = held
    const value = verdict ? held.value : await judgedValue(tx, websetId, held, this.cells)
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
    return verdict ? judging : { ...judging, returned: await this.#giveBack(tx, context, judging) }
  }

  add(
    tx: Tx,
    { websetId, userId, actionId }: Pick<CommandContext, 'websetId' | 'userId' | 'actionId'>,
    verdicts: readonly NewVerdict[],
  ): Promise<StoredVerdict[]> {
    return this.cells.addVerdicts(tx, websetId, { userId, actionId }, verdicts)
  }

  /** Takes verdicts back or gives them again. What someone else said about the same value since then stays. */
  async move(tx: Tx, context: CommandContext, judging: Judging, direction: 'back' | 'forward'): Promise<Step<Judging>> {
    const { websetId, userId } = context
    const { rowId, columnId, value } = judging
    const cell = { rowId, columnId }
    const stays = (refused: Refusal): Step<Judging> => {
      const payload = { ...cell, value, came: [], went: [], marked: [], freed: [] }
      return { size: 0, payload, refused: [refused], keepsCells: true }
    }
    if (!(await this.#read(tx, websetId, cell))) return stays(gone(cell, 'is in a row that was deleted'))
    const own = Math.max(...[...judging.came, ...judging.went].map(({ id }) => id))
    const said = await this.cells.verdictsOn(tx, websetId, cell, value)
    const theirs = said.find((verdict) => verdict.id > own && verdict.userId !== userId)
    if (theirs) return stays(judgedSince(cell, theirs.userName))
    // A value that had come back with the end of a verdict goes again, and the other way round.
    await context.reverses!.restoreCells()
    const moved = await this.swap(tx, websetId, judging, direction)
    const [unmark, mark] = direction === 'back' ? (['marked', 'freed'] as const) : (['freed', 'marked'] as const)
    // A verdict on another value says nothing about the present one.
    const isPresent = sameValue((await this.#read(tx, websetId, cell))!.value, value)
    await this.#mark(tx, websetId, cell, isPresent ? judging[mark] : [], judging[unmark])
    const { came, went } = moved
    const returned = await this.#giveBack(tx, context, judging)
    return { size: came.length + went.length > 0 ? 1 : 0, payload: { ...judging, came, went, returned }, refused: [] }
  }

  /**
   * A run may have put the value aside because of the verdict. Without it, the value comes back with its proof. Where
   * that cannot be, the cell is stale, so that the next run asks again. Returns what the cell is stale by then.
   */
  async #giveBack(tx: Tx, context: CommandContext, judging: Judging): Promise<readonly string[]> {
    const { rowId, columnId, value, came, went, returned = [] } = judging
    const { websetId, actionId } = context
    const cell = { rowId, columnId }
    const held = await this.#read(tx, websetId, cell)
    const [said] = await this.cells.verdictsOn(tx, websetId, cell, value)
    const isWrong = said?.verdict === 'wrong'
    if (held?.stored?.empty !== 'judged_wrong') {
      const isBack = !isWrong && held !== null && sameValue(held.value, value)
      if (isBack) await this.#mark(tx, websetId, cell, returned, [])
      return returned
    }
    if (isWrong) {
      await this.#mark(tx, websetId, cell, [], returned)
      return returned
    }
    const aside = await this.cells.judgedAway(tx, websetId, cell)
    const found = aside && sameValue(aside.before, value) ? aside.restedOn?.found : undefined
    const verdicts = new Set([...came, ...went].map((verdict) => verdict.actionId))
    const causes = found ? found.staleBy.filter((id) => !verdicts.has(id)) : [actionId]
    if (aside && found) {
      const earlier = { value, state: aside.beforeState, rested: aside.restedOn, expected: held }
      await this.writer.restore(tx, websetId, context, [{ ...cell, ...earlier }])
    }
    await this.#mark(tx, websetId, cell, causes, [])
    return causes
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
    const update = { ...cell, value, mark: markOf({ ...stored, candidates: stored.candidates.length }) }
    await markWrong(tx, websetId, [update], this.cells)
    await this.changes.note(tx, websetId, { cells: [update], marks: isOther, stale: isOther })
  }
}

/** The value that a verdict is about: the present one, or the one that a run put aside because it was judged wrong. */
export async function judgedValue(
  tx: Tx,
  websetId: string,
  { value, stored }: { value: CellValue; stored: Pick<CellStateRow, keyof CellKey | 'empty'> | null },
  cells: CellRepository,
): Promise<CellValue> {
  if (value !== null || stored?.empty !== 'judged_wrong') return value
  return (await cells.judgedAway(tx, websetId, stored))?.before ?? null
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
