import { Database, RowRepository, RunRepository, WebsetRepository, type BatchRow, type RowOutcome, type RunEntity, type StoredRow, type Tx } from '@enrichify/database'
import { isRunOver, type EmptyReason } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { CellWriter } from '../websets/cell-writer.ts'
import { fillRow, siteOf, wantedFacts, type RowPlan } from './fill-row.ts'
import { ProviderGateway } from './provider-gateway.ts'
import { RunEvents } from './run-events.ts'

/** Rows of one batch that wait for their sites at the same time. */
const ROWS_AT_ONCE = 4

interface Lease {
  workspaceId: string
  run: RunEntity
  batch: BatchRow
  token: string
  archiveId: string | null
  plan: RowPlan
}

type Verdict = 'go_on' | 'stop'

/** What a batch needs to know before it starts, and of each row before it is filled. */
@Injectable()
export class BatchReader {
  constructor(
    private readonly runs: RunRepository,
    private readonly rows: RowRepository,
    private readonly websets: WebsetRepository,
  ) {}

  async plan(tx: Tx, run: RunEntity): Promise<{ archiveId: string | null; plan: RowPlan }> {
    const webset = await this.websets.find(tx, run.websetId, { deleted: true })
    const columns = await this.websets.listColumns(tx, run.websetId)
    return {
      archiveId: webset?.archiveId ?? null,
      plan: { answer: columns.filter((column) => column.enrichment && run.columnIds.includes(column.id)), given: columns.filter((column) => !column.enrichment) },
    }
  }

  async row(tx: Tx, run: RunEntity, rowId: number): Promise<{ state: RunEntity['state']; row: StoredRow | null }> {
    const current = await this.runs.find(tx, run.id)
    const [row] = await this.rows.byIds(tx, run.websetId, [rowId])
    return { state: current?.state ?? 'cancelled', row: row ?? null }
  }
}

/** Works through one batch of a run. It may be called twice, die anywhere, or lose its job to another: no cell is lost or doubled. */
@Injectable()
export class BatchRunner {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly cells: CellWriter,
    private readonly gateway: ProviderGateway,
    private readonly events: RunEvents,
    private readonly reader: BatchReader,
  ) {}

  async run(workspaceId: string, runId: string, batchId: number, generation: number, signal: AbortSignal): Promise<void> {
    const lease = await this.#claim(workspaceId, runId, batchId, generation)
    if (!lease) return
    const waiting = lease.batch.rowIds.filter((id) => !lease.batch.doneRowIds.includes(id))
    const end: { verdict: Verdict; error: unknown } = { verdict: 'go_on', error: null }
    const work = async (): Promise<void> => {
      while (end.verdict === 'go_on') {
        const rowId = waiting.shift()
        if (rowId === undefined) return
        try {
          // Never back to `go_on`: what one row learned holds for the others.
          if ((await this.#fill(lease, rowId, signal)) === 'stop') end.verdict = 'stop'
        } catch (error) {
          // The others finish their row first: a job that failed must not go on in the background of its retry.
          end.verdict = 'stop'
          end.error ??= error
        }
      }
    }
    await Promise.all(Array.from({ length: ROWS_AT_ONCE }, work))
    if (end.error) throw end.error
    await this.#finish(lease, end.verdict === 'go_on')
  }

  /** After the last try of a job: the batch is given up, the run goes on without it. */
  async giveUp(workspaceId: string, runId: string, batchId: number, generation: number): Promise<void> {
    await this.database.inScope({ workspaceId }, async (tx) => {
      const run = await this.runs.lock(tx, runId)
      if (!run || isRunOver(run.state)) return
      await this.runs.closeBatch(tx, runId, batchId, 'failed', { generation })
      await this.#drain(tx, run, 'Some rows could not be worked through. Run “only empty” to try them again.')
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
      const { archiveId, plan } = await this.reader.plan(tx, run)
      return { workspaceId, run, batch, token, archiveId, plan }
    })
  }

  /** One row, from its site to its cells. `stop`: the run was paused or cancelled, or this worker has lost the batch. */
  async #fill(lease: Lease, rowId: number, signal: AbortSignal): Promise<Verdict> {
    const scope = { workspaceId: lease.workspaceId }
    const { run, batch, token, plan } = lease
    const { state, row } = await this.database.inScope(scope, (tx) => this.reader.row(tx, run, rowId))
    if (state !== 'running') return 'stop'
    const site = row && siteOf(plan, row)
    const wanted = wantedFacts(plan.answer)
    const reading = site && wanted.length ? await this.gateway.readSite(scope, site, { archiveId: lease.archiveId, since: run.createdAt, wanted, maxPages: run.maxPages, signal }) : null
    const found = row ? fillRow(plan, row, site, reading) : []
    signal.throwIfAborted()
    const written = await this.database.inScope(scope, async (tx) => {
      if (!(await this.runs.holdBatch(tx, run.id, batch.id, token, rowId))) return false
      const { kept, written: updates } = await this.cells.writeByRun(tx, run.websetId, run.id, found)
      const done = new Set(updates.map((update) => update.columnId))
      await this.runs.finishRow(tx, run.id, batch.id, tally(rowId, found.filter((cell) => done.has(cell.columnId)), kept, reading?.fetched ?? 0))
      return true
    })
    this.events.changed(lease.workspaceId, run.id)
    return written ? 'go_on' : 'stop'
  }

  async #finish(lease: Lease, complete: boolean): Promise<void> {
    const { run, batch, token, workspaceId } = lease
    const over = await this.database.inScope({ workspaceId }, async (tx) => {
      const current = await this.runs.lock(tx, run.id)
      if (!current) return false
      if (current.state === 'cancelling') await this.runs.closeBatch(tx, run.id, batch.id, complete ? 'done' : 'cancelled', { token })
      else if (complete) await this.runs.closeBatch(tx, run.id, batch.id, 'done', { token })
      else await this.runs.releaseBatch(tx, run.id, batch.id, token)
      return this.#drain(tx, current)
    })
    this.events.changed(workspaceId, run.id, { rows: over })
  }

  /** Ends the run when no batch is open any more. The caller holds the run's lock. */
  async #drain(tx: Tx, run: RunEntity, message?: string): Promise<boolean> {
    if (isRunOver(run.state) || (await this.runs.countOpenBatches(tx, run.id)) > 0) return false
    await this.runs.transition(tx, run, 'drained', message)
    return true
  }
}

function tally(rowId: number, cells: readonly { state: string; empty: EmptyReason | null }[], kept: number, pages: number): RowOutcome {
  const outcome: RowOutcome = { rowId, verified: 0, cited: 0, asserted: 0, kept, empty: {}, pages }
  for (const { state, empty } of cells) {
    if (state === 'verified' || state === 'cited' || state === 'asserted') outcome[state]++
    else if (empty) outcome.empty[empty] = (outcome.empty[empty] ?? 0) + 1
  }
  return outcome
}
