import { setTimeout as pause } from 'node:timers/promises'
import type { StoredRow, Tx } from '@enrichify/database'
import { crashPoint } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { LeaseLost } from '../providers/ledger.service.ts'
import { Turns } from '../websets/turns.ts'
import type { Lease } from './batch-reader.ts'
import { BatchWriter } from './batch-writer.ts'
import { LeaseKeeper } from './lease-keeper.ts'
import { RowFiller, withoutCells } from './row-filler.ts'
import { RunEvents } from './run-events.ts'
import { SharedProcess } from './shared-process.ts'

/**
 * Rows of one batch that wait for their sites at the same time, or for a model. A model takes longer, and waiting for
 * it costs us nothing.
 */
const CONCURRENT_ROWS = 4
const ROWS_AT_ONCE_WITH_MODEL = 20
/** After so many workers died over a batch, its rows are worked on one by one, each noted before it begins. */
const DEATHS_TOGETHER = 2
/**
 * After so many workers died while a row was noted, the row is given up. A worker has other work beside it, which may
 * have ended it; so the last try is alone in its process.
 */
const DEATHS_OF_ROW = 3
/** So long does such a row let the others go first after each death. In that time they finish, of all workspaces. */
const OTHERS_FIRST_MS = 3000
/** How soon a pause or a cancel reaches rows that wait. */
const WATCH_MS = 400

/**
 * Works through one batch of a run. It may be called twice, die anywhere, or lose its job to another worker: no cell
 * is lost or written twice.
 */
@Injectable()
export class BatchRunner {
  /** Of the rows that may end this process, one at a time: it is known then which one did. */
  readonly #careful = new Turns(1, Infinity)
  readonly #process = new SharedProcess()

  constructor(
    private readonly leases: LeaseKeeper,
    private readonly filler: RowFiller,
    private readonly writer: BatchWriter,
    private readonly events: RunEvents,
  ) {}

  async run(
    workspaceId: string,
    runId: string,
    batchId: number,
    generation: number,
    signal: AbortSignal,
  ): Promise<void> {
    crashPoint('batch_before_claim')
    const lease = await this.leases.claim(workspaceId, runId, batchId, generation)
    if (!lease) return
    crashPoint('batch_after_claim')
    const halt = new AbortController()
    const stop = AbortSignal.any([signal, halt.signal])
    const watch = setInterval(() => void this.#watch(lease, halt), WATCH_MS)
    try {
      const error = await this.#workThrough(lease, halt, stop)
      const complete = !error && !stop.aborted
      // Put back before the error is thrown, so that another worker, a cancel or the retry finds it free.
      await this.leases.finish(lease, complete)
      if (error) throw error
    } finally {
      clearInterval(watch)
    }
  }

  /** Works on all rows, several at a time. Returns what went wrong. A halt or a lost lease is not an error. */
  async #workThrough(lease: Lease, halt: AbortController, stop: AbortSignal): Promise<unknown> {
    const { suspectRowId, suspectDeaths, deaths } = lease.batch
    const killer = suspectRowId !== null && suspectDeaths >= DEATHS_OF_ROW ? lease.rows.get(suspectRowId) : undefined
    const waiting = [...lease.rows.values()].filter((row) => row !== killer)
    const gone = lease.batch.rowIds.filter((id) => !lease.batch.doneRowIds.includes(id) && !lease.rows.has(id))
    const { run, batch, token, frame } = lease
    const asked = frame.plan.levels.flat().map(({ column }) => column)
    const write = this.writer.open({ run, batchId: batch.id, token }, asked)
    const isCareful = deaths >= DEATHS_TOGETHER
    const fill = (row: StoredRow): Promise<boolean> => this.#fill(lease, row, write, halt, stop)
    const fillNoted = async (row: StoredRow): Promise<boolean> => {
      if (row.id === suspectRowId) await pause(OTHERS_FIRST_MS, undefined, { signal: stop })
      const isLastTry = row.id === suspectRowId && suspectDeaths === DEATHS_OF_ROW - 1
      const noteAndFill = async () => (await this.leases.notesRow(lease, row.id)) && fill(row)
      return this.#careful.take(run.workspaceId, stop, () =>
        isLastTry ? this.#process.alone(stop, noteAndFill) : this.#process.beside(stop, noteAndFill),
      )
    }
    let failure: unknown = null
    const work = async (): Promise<void> => {
      for (let row = waiting.shift(); row && !stop.aborted; row = waiting.shift()) {
        try {
          if (!(await (isCareful ? fillNoted(row) : this.#process.beside(stop, () => fill(row))))) halt.abort()
        } catch (error) {
          // The others finish their row first: a failed job must not continue in the background of its retry.
          const isHalt = halt.signal.aborted || error instanceof LeaseLost
          halt.abort()
          if (!isHalt) failure ??= error
        }
      }
    }
    // Rows that were deleted after the run was planned count as done.
    if (killer)
      await write(
        this.filler.giveUp(frame, killer, `Working on this row ended the worker. It was tried ${suspectDeaths} times.`),
      )
    await Promise.all(gone.map((rowId) => write(withoutCells(rowId))))
    const atOnce = isCareful ? 1 : lease.asks ? ROWS_AT_ONCE_WITH_MODEL : CONCURRENT_ROWS
    await Promise.all(Array.from({ length: atOnce }, work))
    return failure
  }

  /** Takes one row from its site to its cells. False: this worker must stop. */
  async #fill(
    lease: Lease,
    row: StoredRow,
    write: ReturnType<BatchWriter['open']>,
    halt: AbortController,
    stop: AbortSignal,
  ): Promise<boolean> {
    const { run } = lease
    const fence = (tx: Tx): Promise<boolean> => this.leases.locksRow(tx, lease, row.id)
    const filled = await this.filler.fill(lease.frame, row, fence, stop)
    if (filled.kind === 'must_wait') {
      halt.abort()
      await this.leases.pause(run, filled.why)
      return false
    }
    const written = await write(filled.row)
    this.events.changed(run.workspaceId, run.id)
    return written
  }

  async #watch(lease: Lease, halt: AbortController): Promise<void> {
    if (!(await this.leases.continues(lease))) halt.abort()
  }

  /** After the last attempt of a job: the cells that have no answer say why, and the run continues without them. */
  async giveUp(
    workspaceId: string,
    runId: string,
    batchId: number,
    generation: number,
    message: string,
  ): Promise<void> {
    try {
      const lease = await this.leases.claim(workspaceId, runId, batchId, generation)
      if (!lease) return
      const { run, batch, token, frame } = lease
      const write = this.writer.open(
        { run, batchId: batch.id, token },
        frame.plan.levels.flat().map(({ column }) => column),
      )
      for (const rowId of batch.rowIds.filter((id) => !batch.doneRowIds.includes(id))) {
        const row = lease.rows.get(rowId)
        await write(row ? this.filler.giveUp(frame, row, message) : withoutCells(rowId))
      }
      await this.leases.finish(lease, true)
    } catch {
      await this.leases.giveUp(workspaceId, runId, batchId, generation)
    }
  }
}
