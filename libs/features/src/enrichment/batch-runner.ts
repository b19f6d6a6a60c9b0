import { randomUUID } from 'node:crypto'
import {
  CellRepository,
  Database,
  RowRepository,
  RunRepository,
  WebsetRepository,
  type BatchRow,
  type ColumnEntity,
  type RunEntity,
  type StoredRow,
  type Tx,
} from '@enrichify/database'
import { isRunOver, mayCost, reliabilityOf } from '@enrichify/domain'
import { crashPoint } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { Outbox } from '../operations/outbox.ts'
import { LeaseLost } from '../providers/ledger.service.ts'
import { BatchWriter } from './batch-writer.ts'
import { RowFiller } from './row-filler.ts'
import { planRow } from './row-plan.ts'
import type { Lessons, RunFrame } from './row-work.ts'
import { RunEnding } from './run-ending.ts'
import { RunEvents } from './run-events.ts'

/** Rows of one batch that wait for their sites at the same time, and for a model, which waits longer and costs us nothing meanwhile. */
const ROWS_AT_ONCE = 4
const ROWS_AT_ONCE_WITH_MODEL = 20
/** More examples than a question shows: a row's own is left out. */
const EXAMPLES = 5
/** How soon a pause or a cancel reaches rows that wait. */
const WATCH_MS = 400

interface Lease {
  run: RunEntity
  batch: BatchRow
  token: string
  frame: RunFrame
  /** Rows wait for a model, and not only for their sites. */
  asks: boolean
  rows: Map<number, StoredRow>
}

/** What a batch needs to know before it starts. */
@Injectable()
export class BatchReader {
  constructor(
    private readonly runs: RunRepository,
    private readonly rows: RowRepository,
    private readonly websets: WebsetRepository,
    private readonly cells: CellRepository,
  ) {}

  async lease(tx: Tx, run: RunEntity, batch: BatchRow, token: string): Promise<Lease> {
    const webset = await this.websets.find(tx, run.websetId, { deleted: true })
    const columns = await this.websets.listColumns(tx, run.websetId)
    const open = batch.rowIds.filter((id) => !batch.doneRowIds.includes(id))
    const rows = await this.rows.byIds(tx, run.websetId, open)
    const frame = await this.#frame(tx, run, webset?.archiveId ?? null, columns, open)
    return {
      run,
      batch,
      token,
      frame,
      asks: frame.plan.levels.flat().some(({ column }) => mayCost(column.enrichment)),
      rows: new Map(rows.map((row) => [row.id, row])),
    }
  }

  async #frame(
    tx: Tx,
    run: RunEntity,
    archiveId: string | null,
    columns: readonly ColumnEntity[],
    rowIds: readonly number[],
  ): Promise<RunFrame> {
    const asking = columns.filter(({ enrichment }) => enrichment)
    const plan = planRow(columns, run.columnIds)
    const states = await this.cells.states(
      tx,
      run.websetId,
      rowIds,
      asking.map(({ id }) => id),
    )
    const needsEvidence =
      run.mode === 'refresh' || plan.levels.flat().some(({ column }) => column.enrichment?.method === 'merge')
    const evidence = needsEvidence
      ? await this.cells.evidence(
          tx,
          states.flatMap(({ evidenceId }) => evidenceId ?? []),
        )
      : []
    return {
      run,
      archiveId,
      plan,
      columns,
      lessons: await this.lessons(tx, run, asking),
      held: new Map(states.map((state) => [`${state.rowId}:${state.columnId}`, state])),
      evidence: new Map(evidence.map((each) => [each.id, each])),
    }
  }

  /** What people have said so far of what this run asks. */
  async lessons(tx: Tx, run: RunEntity, asking: readonly ColumnEntity[]): Promise<Lessons> {
    const examples = new Map<string, Awaited<ReturnType<CellRepository['approved']>>>()
    for (const { id, enrichment } of asking) {
      if (enrichment?.method === 'answer' && enrichment.examples && run.columnIds.includes(id) && mayCost(enrichment))
        examples.set(id, await this.cells.approved(tx, run.websetId, id, EXAMPLES))
    }
    const trust = await this.cells.reliability(tx)
    return { examples, trust: new Map(trust.map(({ source, ...said }) => [source, reliabilityOf(said)])) }
  }

  async isRunning(tx: Tx, runId: string): Promise<boolean> {
    return (await this.runs.find(tx, runId))?.state === 'running'
  }
}

/** The rungs, the pen and the end of a batch. */
@Injectable()
export class BatchParts {
  constructor(
    readonly reader: BatchReader,
    readonly filler: RowFiller,
    readonly writer: BatchWriter,
    readonly ending: RunEnding,
  ) {}
}

/** Works through one batch of a run. It may be called twice, die anywhere, or lose its job to another: no cell is lost or doubled. */
@Injectable()
export class BatchRunner {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly parts: BatchParts,
    private readonly outbox: Outbox,
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
    const lease = await this.#claim(workspaceId, runId, batchId, generation)
    if (!lease) return
    crashPoint('batch_after_claim')
    const halt = new AbortController()
    const stop = AbortSignal.any([signal, halt.signal])
    const watch = setInterval(() => void this.#watch(lease, halt), WATCH_MS)
    try {
      const error = await this.#workThrough(lease, halt, stop)
      const complete = !error && !stop.aborted
      // Put back before the error is told: another worker, a cancel or the retry finds it free.
      await this.#finish(lease, complete)
      if (error) throw error
    } finally {
      clearInterval(watch)
    }
  }

  /** After the last try of a job: the batch is given up, the run goes on without it. */
  async giveUp(workspaceId: string, runId: string, batchId: number, generation: number): Promise<void> {
    await this.database.inScope({ workspaceId }, async (tx) => {
      const run = await this.runs.lock(tx, runId)
      if (!run || isRunOver(run.state)) return
      await this.runs.closeBatch(tx, runId, batchId, 'failed', { generation })
      await this.#issueNext(tx, run)
      await this.parts.ending.drain(
        tx,
        run,
        'Some rows could not be worked through. Run “only empty” to try them again.',
      )
    })
    this.events.changed(workspaceId, runId, { rows: true })
  }

  async #claim(workspaceId: string, runId: string, batchId: number, generation: number): Promise<Lease | null> {
    return this.database.inScope({ workspaceId }, async (tx) => {
      const run = await this.runs.lock(tx, runId)
      if (!run || isRunOver(run.state) || run.state === 'paused') return null
      const token = randomUUID()
      const batch = await this.runs.claimBatch(tx, runId, batchId, generation, token)
      if (!batch) return null
      if (run.state === 'queued') await this.runs.transition(tx, run, 'start')
      crashPoint('batch_in_claim')
      return this.parts.reader.lease(tx, run, batch, token)
    })
  }

  /** All rows, several at a time. Returns what went wrong; a halt or a lost lease is no error. */
  async #workThrough(lease: Lease, halt: AbortController, stop: AbortSignal): Promise<unknown> {
    const waiting = [...lease.rows.values()]
    const gone = lease.batch.rowIds.filter((id) => !lease.batch.doneRowIds.includes(id) && !lease.rows.has(id))
    const write = this.parts.writer.open(lease.run, lease.batch.id, lease.token)
    let failure: unknown = null
    const work = async (): Promise<void> => {
      for (let row = waiting.shift(); row && !stop.aborted; row = waiting.shift()) {
        try {
          if (!(await this.#fill(lease, row, write, halt, stop))) halt.abort()
        } catch (error) {
          // The others finish their row first: a job that failed must not go on in the background of its retry.
          const isHalt = halt.signal.aborted || error instanceof LeaseLost
          halt.abort()
          if (!isHalt) failure ??= error
        }
      }
    }
    // Rows that were deleted since the run was planned are done without a cell.
    await Promise.all(gone.map((rowId) => write({ rowId, cells: [], standing: [], unchanged: 0, kept: 0, pages: 0 })))
    await Promise.all(Array.from({ length: lease.asks ? ROWS_AT_ONCE_WITH_MODEL : ROWS_AT_ONCE }, work))
    return failure
  }

  /** One row, from its site to its cells. False: this worker must stop. */
  async #fill(
    lease: Lease,
    row: StoredRow,
    write: ReturnType<BatchWriter['open']>,
    halt: AbortController,
    stop: AbortSignal,
  ): Promise<boolean> {
    const { run, batch, token } = lease
    const fence = async (tx: Tx): Promise<boolean> =>
      (await this.runs.holdBatch(tx, run.id, batch.id, token, [row.id]))?.length === 1
    const filled = await this.parts.filler.fill(lease.frame, row, fence, stop)
    if (typeof filled === 'string') {
      halt.abort()
      await this.#pauseRun(run, filled)
      return false
    }
    const written = await write(filled)
    this.events.changed(run.workspaceId, run.id)
    return written
  }

  async #watch(lease: Lease, halt: AbortController): Promise<void> {
    // A database that is away for a moment is found out by the work itself.
    const goesOn = await this.database
      .inScope(lease.run, (tx) => this.parts.reader.isRunning(tx, lease.run.id))
      .catch(() => true)
    if (!goesOn) halt.abort()
  }

  /** Nothing more can be bought until a person has mended something: going on would only burn the rows. */
  async #pauseRun({ workspaceId, id }: RunEntity, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, async (tx) => {
      const run = await this.runs.lock(tx, id)
      if (run?.state === 'running') await this.runs.transition(tx, run, 'pause', message)
    })
    this.events.changed(workspaceId, id, { rows: true })
  }

  async #finish(lease: Lease, complete: boolean): Promise<void> {
    const { run, batch, token } = lease
    crashPoint('batch_before_finish')
    const over = await this.database.inScope(run, async (tx) => {
      const current = await this.runs.lock(tx, run.id)
      if (!current) return false
      if (current.state === 'cancelling')
        await this.runs.closeBatch(tx, run.id, batch.id, complete ? 'done' : 'cancelled', { token })
      else if (complete) await this.runs.closeBatch(tx, run.id, batch.id, 'done', { token })
      else await this.runs.releaseBatch(tx, run.id, batch.id, token)
      crashPoint('batch_in_finish_closed')
      if (complete && current.state === 'running') await this.#issueNext(tx, current)
      const drained = await this.parts.ending.drain(tx, current)
      crashPoint('batch_in_finish_end')
      return drained
    })
    crashPoint('batch_after_finish')
    this.events.changed(run.workspaceId, run.id, { rows: over })
  }

  /** One goes out, one comes in: so many of a run are in the queue at a time, and runs take turns. */
  async #issueNext(tx: Tx, run: RunEntity): Promise<void> {
    const next = await this.runs.issue(tx, run.id, 1)
    await this.outbox.enqueue(
      tx,
      next.map(({ id, generation }) => ({
        name: 'enrichment.run-batch' as const,
        payload: { workspaceId: tx.workspaceId, runId: run.id, batchId: id, generation, priority: run.priority },
      })),
    )
  }
}
