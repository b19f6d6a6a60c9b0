import type { CellUpdate, Mark, Refusal } from '@enrichify/contracts'
import {
  CellRepository,
  type CellKey,
  type ChangeRow,
  RowRepository,
  type CellWrite,
  type NewEvidence,
  type StaleCause,
  type Tx,
  type WriteContext,
} from '@enrichify/database'
import { isEmptied } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import {
  markOf,
  putsAside,
  sameValue,
  type EarlierCell,
  type PersonCell,
  type PersonContext,
  type RunCell,
  type ConfirmedCell,
} from './cell-writes.ts'
import { ChangeLog } from './change-log.ts'
import { findingsOf, holdCells, restedOn } from './held-cells.ts'
import { markWrong, readVerdicts } from './read-verdicts.ts'
import { changedSince, gone } from './refusals.ts'
import { SheetChanges } from './sheet-changes.ts'
import { StaleMarker } from './stale-marker.ts'

/** The only writer of cells. History, evidence, state and value change together or not at all. */
@Injectable()
export class CellWriter {
  constructor(
    private readonly cells: CellRepository,
    private readonly rows: RowRepository,
    private readonly stale: StaleMarker,
    private readonly changes: SheetChanges,
    private readonly log: ChangeLog,
  ) {}

  /**
   * Writes what a person typed, but not over what someone else changed after `baseVersion`, and not into deleted rows.
   * A cell that already has this value is not written. Of two edits of one cell the later one counts.
   * @returns `cells`: also those that are stale now; `written`: how many were edited
   */
  async writeByPerson(
    tx: Tx,
    websetId: string,
    { baseVersion = null, clientId = null, ...context }: PersonContext,
    edits: readonly PersonCell[],
  ): Promise<{ cells: CellUpdate[]; written: number; refused: Refusal[] }> {
    const wanted = [...new Map(edits.map((edit) => [`${edit.rowId}:${edit.columnId}`, edit])).values()]
    const before = await this.#hold(tx, websetId, wanted)
    const since = new Map<string, ChangeRow>()
    const userId = personOf(context)
    if (baseVersion !== null) {
      const seen = { version: baseVersion, clientId, userId }
      for (const change of await this.cells.changedSince(tx, websetId, seen, wanted))
        since.set(`${change.rowId}:${change.columnId}`, change)
    }
    const writes: CellWrite[] = []
    const refused: Refusal[] = []
    const missing: CellKey[] = []
    for (const edit of wanted) {
      const found = before(edit.rowId, edit.columnId)
      const change = since.get(`${edit.rowId}:${edit.columnId}`)
      if (!found) missing.push(edit)
      else if (sameValue(found.value, edit.value) && found.state === edit.state && !edit.evidenceId) continue
      else if (change) refused.push(changedSince(change, userId, 'in another tab'))
      else
        writes.push({
          ...edit,
          ...findingsOf(found.stored),
          before: found.value,
          beforeState: found.state,
          // A released cell loses also what runs found.
          restedOn: restedOn(found, edit.state === null),
          empty: null,
          evidenceId: edit.evidenceId ?? null,
          runId: null,
          conflict: false,
          checkedAt: null,
          costMicros: 0,
        })
    }
    refused.push(...(await this.#deleted(tx, websetId, missing, userId)))
    return { cells: await this.#write(tx, websetId, context, writes, []), written: writes.length, refused }
  }

  /** Writes what a run found. A cell that is locked for runs stays as it is and is counted. */
  async writeByRun(
    tx: Tx,
    websetId: string,
    runId: string,
    found: readonly RunCell[],
  ): Promise<{ written: CellUpdate[]; kept: number }> {
    const before = await this.#hold(tx, websetId, found)
    const { isLocked, isRejected } = await readVerdicts(tx, websetId, found, this.cells)
    const free = found.filter((cell) => {
      const current = before(cell.rowId, cell.columnId)
      const isOpen = cell.fillsEmptied && current !== null && isEmptied(current.state, current.value)
      // Said while the run was asking: the cell keeps its mark, to be asked again.
      if (cell.state === 'verified' && isRejected(cell, cell.value)) return false
      return current !== null && (isOpen || !isLocked(cell, current.state))
    })
    const writes = free.map(
      ({ primary, evidence: _evidence, refresh: _refresh, fillsEmptied: _fills, ...cell }): CellWrite => {
        const current = before(cell.rowId, cell.columnId)!
        return {
          ...cell,
          evidenceId: primary,
          before: current.value,
          beforeState: current.state,
          // What a run does is not taken back. But the value comes back with the end of the verdict on it.
          restedOn: putsAside(cell, current.value) ? restedOn(current, true) : null,
          runId,
          checkedAt: null,
          staleBy: [],
        }
      },
    )
    const written = await this.#write(
      tx,
      websetId,
      { actor: { kind: 'run', runId }, actionId: null },
      writes,
      free.flatMap((cell) => cell.evidence),
    )
    await this.cells.addRefreshes(
      tx,
      websetId,
      runId,
      found.flatMap((cell) => cell.refresh ?? []),
    )
    return { written, kept: found.length - free.length }
  }

  /** Writes what a refresh confirmed. A cell that a person has edited since then is left alone. */
  async redateByRun(tx: Tx, websetId: string, runId: string, standing: readonly ConfirmedCell[]): Promise<number> {
    if (standing.length === 0) return 0
    const before = await this.#hold(tx, websetId, standing)
    const { isLocked, isRejected } = await readVerdicts(tx, websetId, standing, this.cells)
    const free = standing.filter((cell) => {
      const current = before(cell.rowId, cell.columnId)
      return (
        current !== null &&
        !isLocked(cell, current.state) &&
        current.state !== null &&
        !isRejected(cell, current.value) &&
        sameValue(current.value, cell.refresh.before)
      )
    })
    const redated = free.flatMap((cell) => (cell.evidence ? [{ ...cell, evidence: cell.evidence }] : []))
    await this.cells.redate(tx, websetId, runId, redated)
    // Only the mark of a stale cell is different now.
    const fresh = redated.flatMap(({ rowId, columnId, candidates }): CellUpdate[] => {
      const { value, stored } = before(rowId, columnId)!
      if (!stored?.stale) return []
      return [{ rowId, columnId, value, mark: markOf({ ...stored, candidates: candidates.length, stale: false }) }]
    })
    await this.changes.note(tx, websetId, { cells: fresh, marks: fresh.length > 0, stale: fresh.length > 0 })
    await this.cells.addRefreshes(
      tx,
      websetId,
      runId,
      free.map(({ refresh }) => refresh),
    )
    return free.length
  }

  /** For writes in several steps: without it, the second could lock rows with lower ids than the first. */
  async lockRows(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<void> {
    await this.rows.byIds(tx, websetId, rowIds, { lock: true })
  }

  /** Marks cells to be asked again, and notifies watchers. */
  async markStale(
    tx: Tx,
    websetId: string,
    cells: readonly { rowId: number; columnId: string }[],
    cause: StaleCause,
  ): Promise<CellUpdate[]> {
    const reached = cells.map(({ rowId, columnId }) => ({ rowId, columnId, reached: true }))
    const updates = await this.stale.mark(tx, websetId, reached, cause)
    await this.changes.note(tx, websetId, { cells: updates, marks: updates.length > 0, stale: updates.length > 0 })
    return updates
  }

  /**
   * The column asks something else now, so the earlier question made all its cells. Watchers read the sheet again when
   * a column changes.
   */
  async columnAsksOtherwise(tx: Tx, websetId: string, columnId: string, cause: StaleCause): Promise<void> {
    await this.cells.markColumnStale(tx, websetId, columnId, cause)
    await this.changes.note(tx, websetId, { stale: true })
  }

  /**
   * Restores earlier contents, each with its earlier state (undo and redo). A cell that has changed since `expected` is
   * left alone and named.
   */
  async restore(
    tx: Tx,
    websetId: string,
    context: WriteContext,
    cells: readonly EarlierCell[],
  ): Promise<{ written: number; refused: Refusal[] }> {
    const before = await this.#hold(tx, websetId, cells)
    const writes: CellWrite[] = []
    const overtaken: EarlierCell[] = []
    const missing: CellKey[] = []
    for (const cell of cells) {
      const { expected, rested, ...earlier } = cell
      const current = before(cell.rowId, cell.columnId)
      if (!current) missing.push(cell)
      else if (!sameValue(current.value, expected.value) || current.state !== expected.state) overtaken.push(cell)
      else
        writes.push({
          ...earlier,
          ...(rested?.found ?? findingsOf(current.stored)),
          // What has become stale since stays stale.
          staleBy: (current.stored ?? rested?.found)?.staleBy ?? [],
          empty: rested?.empty ?? null,
          evidenceId: rested?.evidenceId ?? null,
          runId: rested?.runId ?? null,
          conflict: rested?.conflict ?? false,
          checkedAt: rested?.checkedAt ?? null,
          costMicros: 0,
          before: current.value,
          beforeState: current.state,
          restedOn: restedOn(current, earlier.state === null || rested?.found !== undefined),
        })
    }
    const userId = personOf(context)
    const refused = await this.#deleted(tx, websetId, missing, userId)
    if (overtaken.length > 0)
      for (const change of await this.cells.latestChanges(tx, websetId, overtaken))
        refused.push(changedSince(change, userId, 'since'))
    await this.#write(tx, websetId, context, writes, [])
    return { written: writes.length, refused }
  }

  async #write(
    tx: Tx,
    websetId: string,
    context: WriteContext,
    writes: readonly CellWrite[],
    evidence: readonly NewEvidence[],
  ): Promise<CellUpdate[]> {
    if (writes.length === 0) return []
    const stale = await this.stale.markDependents(tx, websetId, writes, causeOf(context))
    await this.cells.write(tx, websetId, context, writes, evidence)
    const updates = writes.map((write): CellUpdate => ({
      rowId: write.rowId,
      columnId: write.columnId,
      value: write.value,
      mark: markAfter(write),
    }))
    await markWrong(tx, websetId, updates, this.cells)
    // Of stale cells only the marks change. An open window gets the value that the cell already has.
    await this.changes.note(tx, websetId, { cells: [...stale, ...updates], stale: stale.length > 0 })
    await this.log.add(tx, websetId, context, writes)
    return updates
  }

  /** Cells of rows that are not there, with who moved them to the trash. */
  async #deleted(tx: Tx, websetId: string, cells: readonly CellKey[], userId: string | null): Promise<Refusal[]> {
    if (cells.length === 0) return []
    const by = await this.rows.deletersOf(tx, websetId, [...new Set(cells.map(({ rowId }) => rowId))])
    return cells.map((cell) => {
      const deleter = by.get(cell.rowId)
      const name = deleter?.userId === userId ? 'you' : deleter?.name
      return gone(cell, `is in a row that was deleted${name ? ` by ${name}` : ''}`)
    })
  }

  #hold(tx: Tx, websetId: string, cells: readonly { rowId: number; columnId: string }[]) {
    return holdCells(tx, websetId, cells, { rows: this.rows, cells: this.cells })
  }
}

function personOf({ actor }: WriteContext): string | null {
  return 'userId' in actor ? actor.userId : null
}

function markAfter({ candidates, staleBy, ...write }: CellWrite): Mark {
  if (write.state === null) return { state: null }
  return markOf({ ...write, candidates: candidates.length, stale: write.state !== 'human' && staleBy.length > 0 })
}

/** For what has no action. It cannot be taken back. */
export const NO_ACTION = '00000000-0000-0000-0000-000000000000'

/** What a write makes stale, it does as its action or as its run. */
function causeOf({ actor, actionId, reverses }: WriteContext): StaleCause {
  return { by: actionId ?? (actor.kind === 'run' ? actor.runId : NO_ACTION), reverses: reverses?.id ?? null }
}
