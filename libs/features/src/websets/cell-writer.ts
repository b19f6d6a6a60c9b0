import type { CellUpdate, Refusal } from '@enrichify/contracts'
import {
  CellRepository,
  type ChangeRow,
  RowRepository,
  type CellWrite,
  type NewEvidence,
  type StoredCandidate,
  type StoredPage,
  type Tx,
  type WriteContext,
} from '@enrichify/database'
import { isLockedForRuns, type CellState, type CellValue, type TraceStep } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import {
  markOf,
  sameValue,
  type EarlierCell,
  type PersonCell,
  type PersonContext,
  type RunCell,
  type ConfirmedCell,
} from './cell-writes.ts'
import { changedSince, gone } from './refusals.ts'
import { SheetChanges } from './sheet-changes.ts'
import { StaleMarker } from './stale-marker.ts'

interface HeldCell {
  value: CellValue
  state: CellState | null
  candidates: StoredCandidate[]
  pages: StoredPage[]
  trace: TraceStep[]
  inputHash: string | null
  isStale: boolean
}

/** The only writer of cells. History, evidence, state and value change together or not at all. */
@Injectable()
export class CellWriter {
  constructor(
    private readonly cells: CellRepository,
    private readonly rows: RowRepository,
    private readonly stale: StaleMarker,
    private readonly changes: SheetChanges,
  ) {}

  /**
   * Writes what a person typed, but not over what someone else changed after `baseVersion`, and not into deleted rows.
   * A cell that already has this value is not written.
   */
  async writeByPerson(
    tx: Tx,
    websetId: string,
    { baseVersion = null, clientId = null, ...context }: PersonContext,
    edits: readonly PersonCell[],
  ): Promise<{ cells: CellUpdate[]; refused: Refusal[] }> {
    const before = await this.#lock(tx, websetId, edits)
    const since = new Map<string, ChangeRow>()
    if (baseVersion !== null)
      for (const change of await this.cells.changedSince(tx, websetId, baseVersion, clientId, edits))
        since.set(`${change.rowId}:${change.columnId}`, change)
    const writes: CellWrite[] = []
    const refused: Refusal[] = []
    for (const edit of edits) {
      const found = before.get(edit.rowId, edit.columnId)
      const change = since.get(`${edit.rowId}:${edit.columnId}`)
      if (!found) refused.push(gone(edit, 'is no longer a row of this webset'))
      else if (sameValue(found.value, edit.value) && found.state === edit.state && !edit.evidenceId) continue
      else if (change) refused.push(changedSince(change))
      // What runs found stays beside the person's value: the panel shows it, and undo needs it.
      else
        writes.push({
          ...edit,
          before: found.value,
          beforeState: found.state,
          empty: null,
          evidenceId: edit.evidenceId ?? null,
          candidates: found.candidates,
          pages: found.pages,
          trace: found.trace,
          inputHash: found.inputHash,
          conflict: false,
          costMicros: 0,
        })
    }
    return { cells: await this.#write(tx, websetId, context, writes, []), refused }
  }

  /** Writes what a run found. A cell that a person edited is locked: it stays as it is and is counted. */
  async writeByRun(
    tx: Tx,
    websetId: string,
    runId: string,
    found: readonly RunCell[],
  ): Promise<{ written: CellUpdate[]; kept: number }> {
    const before = await this.#lock(tx, websetId, found)
    const free = found.filter((cell) => {
      const current = before.get(cell.rowId, cell.columnId)
      return current !== null && !isLockedForRuns(current.state)
    })
    const writes = free.map((cell): CellWrite => {
      const current = before.get(cell.rowId, cell.columnId)!
      const {
        rowId,
        columnId,
        value,
        state,
        empty,
        primary,
        candidates,
        pages,
        costMicros,
        trace,
        inputHash,
        conflict,
      } = cell
      return {
        rowId,
        columnId,
        value,
        state,
        empty,
        evidenceId: primary,
        candidates,
        pages,
        costMicros,
        trace,
        inputHash,
        conflict,
        before: current.value,
        beforeState: current.state,
      }
    })
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
    const before = await this.#lock(tx, websetId, standing)
    const free = standing.filter((cell) => {
      const current = before.get(cell.rowId, cell.columnId)
      return (
        current !== null &&
        !isLockedForRuns(current.state) &&
        current.state !== null &&
        sameValue(current.value, cell.refresh.before)
      )
    })
    await this.cells.redate(
      tx,
      websetId,
      runId,
      free.flatMap((cell) => (cell.evidence ? [{ ...cell, evidence: cell.evidence }] : [])),
    )
    await this.cells.addRefreshes(
      tx,
      websetId,
      runId,
      free.map(({ refresh }) => refresh),
    )
    const wasStale = free.some((cell) => cell.evidence && before.get(cell.rowId, cell.columnId)?.isStale)
    if (wasStale) await this.changes.note(tx, websetId, { stale: true })
    return free.length
  }

  /** Marks cells to be asked again, and notifies watchers. */
  async markStale(
    tx: Tx,
    websetId: string,
    cells: readonly { rowId: number; columnId: string }[],
  ): Promise<CellUpdate[]> {
    const updates = await this.stale.mark(tx, websetId, cells)
    await this.changes.note(tx, websetId, { cells: updates, marks: updates.length > 0, stale: updates.length > 0 })
    return updates
  }

  /**
   * The column asks something else now, so the earlier question made all its cells. Watchers read the sheet again when
   * a column changes.
   */
  async columnAsksOtherwise(tx: Tx, websetId: string, columnId: string): Promise<void> {
    await this.cells.markColumnStale(tx, websetId, columnId)
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
    const before = await this.#lock(tx, websetId, cells)
    const writes: CellWrite[] = []
    const overtaken: EarlierCell[] = []
    const refused: Refusal[] = []
    for (const cell of cells) {
      const { expected, ...earlier } = cell
      const current = before.get(cell.rowId, cell.columnId)
      if (!current) refused.push(gone(cell, 'is no longer a row of this webset'))
      else if (!sameValue(current.value, expected.value) || current.state !== expected.state) overtaken.push(cell)
      else
        writes.push({
          ...earlier,
          candidates: current.candidates,
          pages: current.pages,
          trace: current.trace,
          inputHash: current.inputHash,
          conflict: false,
          costMicros: 0,
          before: current.value,
          beforeState: current.state,
        })
    }
    if (overtaken.length)
      refused.push(...(await this.cells.latestChanges(tx, websetId, overtaken)).map((change) => changedSince(change)))
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
    const stale = await this.stale.markDependents(tx, websetId, writes)
    await this.cells.write(tx, websetId, context, writes, evidence)
    const updates = writes.map((write): CellUpdate => ({
      rowId: write.rowId,
      columnId: write.columnId,
      value: write.value,
      mark: markOf({ ...write, candidates: write.candidates.length, stale: false }),
    }))
    // Of stale cells only the marks change. An open window gets the value that the cell already has.
    await this.changes.note(tx, websetId, { cells: [...stale, ...updates], stale: stale.length > 0 }, (version) =>
      this.cells.addChanges(tx, websetId, version, context, writes),
    )
    return updates
  }

  /**
   * Locks the rows in the order of their ids (so that two writers cannot wait for each other) and reads the current
   * cells.
   */
  async #lock(tx: Tx, websetId: string, cells: readonly { rowId: number; columnId: string }[]) {
    const rowIds = [...new Set(cells.map((cell) => cell.rowId))].sort((a, b) => a - b)
    const columnIds = [...new Set(cells.map((cell) => cell.columnId))]
    const rows = new Map(
      (await this.rows.byIds(tx, websetId, rowIds, { lock: true })).map((row) => [row.id, row.cells]),
    )
    const states = new Map(
      (await this.cells.states(tx, websetId, rowIds, columnIds)).map((found) => [
        `${found.rowId}:${found.columnId}`,
        found,
      ]),
    )
    return {
      get(rowId: number, columnId: string): HeldCell | null {
        const values = rows.get(rowId)
        const state = states.get(`${rowId}:${columnId}`)
        return values
          ? {
              value: values[columnId] ?? null,
              state: state?.state ?? null,
              candidates: state?.candidates ?? [],
              pages: state?.pages ?? [],
              trace: state?.trace ?? [],
              inputHash: state?.inputHash ?? null,
              isStale: state?.stale ?? false,
            }
          : null
      },
    }
  }
}
