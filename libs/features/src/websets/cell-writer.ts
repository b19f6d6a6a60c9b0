import type { CellUpdate } from '@enrichify/contracts'
import {
  CellRepository,
  RowRepository,
  type CellWrite,
  type NewEvidence,
  type StoredCandidate,
  type StoredPage,
  type Tx,
  type WriteContext,
} from '@enrichify/database'
import { isLockedForRuns, type Actor, type CellState, type CellValue, type TraceStep } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { LiveService } from '../live/live.service.ts'
import {
  markOf,
  sameValue,
  type EarlierCell,
  type PersonCell,
  type RunCell,
  type ConfirmedCell,
} from './cell-writes.ts'
import { StaleMarker } from './stale-marker.ts'

interface HeldCell {
  value: CellValue
  state: CellState | null
  candidates: StoredCandidate[]
  pages: StoredPage[]
  trace: TraceStep[]
  inputHash: string | null
}

/** The only writer of cells. History, evidence, state and value change together or not at all. */
@Injectable()
export class CellWriter {
  constructor(
    private readonly cells: CellRepository,
    private readonly rows: RowRepository,
    private readonly stale: StaleMarker,
    private readonly live: LiveService,
  ) {}

  /**
   * Writes what a person typed. Returns the written cells, without deleted rows and without cells that already have
   * this value.
   */
  async writeByPerson(
    tx: Tx,
    websetId: string,
    actor: Actor,
    actionId: string | null,
    edits: readonly PersonCell[],
  ): Promise<CellUpdate[]> {
    const before = await this.#lock(tx, websetId, edits)
    const writes: CellWrite[] = []
    for (const edit of edits) {
      const found = before.get(edit.rowId, edit.columnId)
      if (!found) continue
      if (sameValue(found.value, edit.value) && found.state === edit.state) continue
      // What runs found stays beside the person's value: the panel shows it, and undo needs it.
      writes.push({
        ...edit,
        before: found.value,
        beforeState: found.state,
        empty: null,
        evidenceId: null,
        candidates: found.candidates,
        pages: found.pages,
        trace: found.trace,
        inputHash: found.inputHash,
        conflict: false,
        costMicros: 0,
      })
    }
    return this.#write(tx, websetId, { actor, actionId }, writes, [])
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
    return free.length
  }

  /** Marks cells to be asked again, and notifies watchers. */
  async markStale(
    tx: Tx,
    websetId: string,
    cells: readonly { rowId: number; columnId: string }[],
  ): Promise<CellUpdate[]> {
    const updates = await this.stale.mark(tx, websetId, cells)
    tx.afterCommit(() => this.live.cellsUpdated(tx.workspaceId, websetId, updates))
    return updates
  }

  /**
   * The column asks something else now, so the earlier question made all its cells. Watchers read the sheet again when
   * a column changes.
   */
  columnAsksOtherwise(tx: Tx, websetId: string, columnId: string): Promise<void> {
    return this.cells.markColumnStale(tx, websetId, columnId)
  }

  /**
   * Restores earlier contents, each with its earlier state (undo). A cell that has changed since `expected` is left
   * alone.
   */
  async restore(tx: Tx, websetId: string, actor: Actor, cells: readonly EarlierCell[]): Promise<CellUpdate[]> {
    const before = await this.#lock(tx, websetId, cells)
    const writes = cells.flatMap(({ expected, ...cell }): CellWrite[] => {
      const current = before.get(cell.rowId, cell.columnId)
      if (!current || !sameValue(current.value, expected.value) || current.state !== expected.state) return []
      return [
        {
          ...cell,
          candidates: current.candidates,
          pages: current.pages,
          trace: current.trace,
          inputHash: current.inputHash,
          conflict: false,
          costMicros: 0,
          before: current.value,
          beforeState: current.state,
        },
      ]
    })
    return this.#write(tx, websetId, { actor, actionId: null }, writes, [])
  }

  async #write(
    tx: Tx,
    websetId: string,
    context: WriteContext,
    writes: readonly CellWrite[],
    evidence: readonly NewEvidence[],
  ): Promise<CellUpdate[]> {
    const stale = await this.stale.markDependents(tx, websetId, writes)
    await this.cells.write(tx, websetId, context, writes, evidence)
    const updates = writes.map((write): CellUpdate => ({
      rowId: write.rowId,
      columnId: write.columnId,
      value: write.value,
      mark: markOf({ ...write, candidates: write.candidates.length, stale: false }),
    }))
    // Only their marks change. An open window gets the value that the cell already has.
    if (stale.length) tx.afterCommit(() => this.live.cellsUpdated(tx.workspaceId, websetId, stale))
    tx.afterCommit(() => this.live.cellsUpdated(tx.workspaceId, websetId, updates))
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
            }
          : null
      },
    }
  }
}
