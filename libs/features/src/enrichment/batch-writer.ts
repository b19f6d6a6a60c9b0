import {
  Database,
  RunRepository,
  type PinnedColumn,
  type RowsOutcome,
  type RunEntity,
  type Tx,
} from '@enrichify/database'
import { crashPoint } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { CellWriter } from '../websets/cell-writer.ts'
import type { RunCell } from '../websets/cell-writes.ts'
import { readDrifts, type Drift } from './pinned-plan.ts'
import type { FilledRow } from './row-filler.ts'

interface Waiting {
  row: FilledRow
  done: (written: boolean) => void
  fail: (error: unknown) => void
}

/** Writes finished rows. Rows that finish during a transaction go together into the next one. */
@Injectable()
export class BatchWriter {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly cells: CellWriter,
  ) {}

  /**
   * For one leased batch. The promise tells whether this worker could still write the row.
   * @param asked the columns of the run as they were when it started
   */
  open(
    { run, batchId, token }: { run: RunEntity; batchId: number; token: string },
    asked: readonly PinnedColumn[],
  ): (row: FilledRow) => Promise<boolean> {
    const waiting: Waiting[] = []
    let isWriting = false
    const flush = async (): Promise<void> => {
      if (isWriting) return
      isWriting = true
      while (waiting.length) {
        const now = waiting.splice(0)
        try {
          const rows = now.map(({ row }) => row)
          const written = await this.#write({ run, batchId, token }, asked, rows)
          for (const { done } of now) done(written)
        } catch (error) {
          for (const { fail } of now) fail(error)
        }
      }
      isWriting = false
    }
    return (row) =>
      new Promise((done, fail) => {
        waiting.push({ row, done, fail })
        // After this turn of the event loop, so that rows that finish at the same moment share a transaction.
        setImmediate(() => void flush())
      })
  }

  async #write(
    { run, batchId, token }: { run: RunEntity; batchId: number; token: string },
    asked: readonly PinnedColumn[],
    rows: readonly FilledRow[],
  ): Promise<boolean> {
    crashPoint('rows_before_write')
    const written = await this.database.inScope(run, async (tx) => {
      const open = await this.runs.lockBatch(
        tx,
        run.id,
        batchId,
        token,
        rows.map((row) => row.rowId),
      )
      if (open === null) return false
      crashPoint('rows_in_write_held')
      const ours = rows.filter((row) => open.includes(row.rowId))
      if (ours.length === 0) return true
      const drifts = await readDrifts(tx, run, asked, this.runs)
      await this.cells.lockRows(
        tx,
        run.websetId,
        ours.map(({ rowId }) => rowId),
      )
      const { kept, written: updates } = await this.cells.writeByRun(
        tx,
        run.websetId,
        run.id,
        ours.flatMap((row) => row.cells.map((cell) => inTypeOfNow(cell, drifts))),
      )
      await this.cells.redateByRun(
        tx,
        run.websetId,
        run.id,
        ours.flatMap((row) => row.standing),
      )
      await this.#markStale(tx, run, ours, drifts)
      crashPoint('rows_in_write_cells')
      const done = new Set(updates.map((update) => `${update.rowId}:${update.columnId}`))
      await this.runs.finishRows(tx, run.id, batchId, tally(ours, done, kept))
      crashPoint('rows_in_write_end')
      return true
    })
    crashPoint('rows_after_write')
    return written
  }

  /** What the run wrote answers the question of its start. Where that is another one by now, the cell says so. */
  async #markStale(
    tx: Tx,
    run: RunEntity,
    rows: readonly FilledRow[],
    drifts: ReadonlyMap<string, Drift>,
  ): Promise<void> {
    for (const [columnId, { staleBy }] of drifts)
      for (const by of staleBy) {
        const cells = rows.flatMap((row) =>
          [...row.cells, ...row.standing].filter((cell) => cell.columnId === columnId),
        )
        await this.cells.markStale(tx, run.websetId, cells, { by, reverses: null })
      }
  }
}

const inTypeOfNow = (cell: RunCell, drifts: ReadonlyMap<string, Drift>): RunCell => {
  const drift = drifts.get(cell.columnId)
  return drift ? { ...cell, value: drift.convert(cell.value) } : cell
}

function tally(rows: readonly FilledRow[], written: ReadonlySet<string>, kept: number): RowsOutcome {
  const outcome: RowsOutcome = {
    rowIds: rows.map((row) => row.rowId),
    verified: 0,
    cited: 0,
    asserted: 0,
    kept: kept + rows.reduce((sum, row) => sum + row.kept, 0),
    unchanged: rows.reduce((sum, row) => sum + row.unchanged + row.standing.length, 0),
    empty: {},
    pages: rows.reduce((sum, row) => sum + row.pages, 0),
  }
  for (const { rowId, columnId, state, empty } of rows.flatMap((row) => row.cells)) {
    if (!written.has(`${rowId}:${columnId}`)) continue
    if (state === 'verified' || state === 'cited' || state === 'asserted') outcome[state]++
    else if (empty) outcome.empty[empty] = (outcome.empty[empty] ?? 0) + 1
  }
  return outcome
}
