import { randomUUID } from 'node:crypto'
import { Database, RunRepository, type RunEntity, type Tx } from '@enrichify/database'
import { isRunOver } from '@enrichify/domain'
import { crashPoint } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { ProcessLife } from '../core/process-life.ts'
import { BatchReader, type Lease } from './batch-reader.ts'
import { RunBatches } from './run-batches.ts'
import { RunEvents } from './run-events.ts'

/**
 * A worker's right to a batch, from the claim to the end. One worker has it at a time, and a worker that lost it
 * writes nothing more.
 */
@Injectable()
export class LeaseKeeper {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly reader: BatchReader,
    private readonly batches: RunBatches,
    private readonly events: RunEvents,
    private readonly life: ProcessLife,
  ) {}

  async claim(workspaceId: string, runId: string, batchId: number, generation: number): Promise<Lease | null> {
    await this.life.begin()
    return this.database.inScope({ workspaceId }, async (tx) => {
      const run = await this.runs.lock(tx, runId)
      if (!run || isRunOver(run.state) || run.state === 'paused') return null
      // Its worker died. What a person stopped is not begun again.
      if (run.state === 'cancelling') {
        await this.runs.closeBatch(tx, runId, batchId, 'cancelled', { generation })
        await this.batches.drain(tx, run)
        tx.afterCommit(() => this.events.changed(workspaceId, runId, { rows: true }))
        return null
      }
      const token = randomUUID()
      const batch = await this.runs.claimBatch(tx, runId, batchId, generation, token, this.life.id)
      if (!batch) return null
      if (run.state === 'queued') await this.runs.transition(tx, run, 'start')
      crashPoint('batch_in_claim')
      return this.reader.lease(tx, run, batch, token)
    })
  }

  /** In the transaction that writes a row's cells. False: another worker has the batch. */
  async locksRow(tx: Tx, { run, batch, token }: Lease, rowId: number): Promise<boolean> {
    return (await this.runs.lockBatch(tx, run.id, batch.id, token, [rowId]))?.length === 1
  }

  /** Before a row that may end the worker. False: another worker has the batch. */
  notesRow({ run, batch, token }: Lease, rowId: number): Promise<boolean> {
    return this.database.inScope(run, (tx) => this.runs.tryRow(tx, run.id, batch.id, token, rowId))
  }

  async continues(lease: Lease): Promise<boolean> {
    // If the database is away for a moment, the work itself notices.
    return this.database.inScope(lease.run, (tx) => this.reader.isRunning(tx, lease.run.id)).catch(() => true)
  }

  /** Nothing more can be bought until a person fixes a problem. Continuing would only use up the rows. */
  async pause({ workspaceId, id }: RunEntity, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, async (tx) => {
      const run = await this.runs.lock(tx, id)
      if (run?.state === 'running') await this.runs.transition(tx, run, 'pause', message)
    })
    this.events.changed(workspaceId, id, { rows: true })
  }

  async finish(lease: Lease, complete: boolean): Promise<void> {
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
      if (complete && current.state === 'running') await this.batches.issue(tx, current, 1)
      const drained = await this.batches.drain(tx, current)
      crashPoint('batch_in_finish_end')
      return drained
    })
    crashPoint('batch_after_finish')
    this.events.changed(run.workspaceId, run.id, { rows: over })
  }

  /** Where not even a reason can be written into the cells: the run goes on without the batch, and ends as failed. */
  async giveUp(workspaceId: string, runId: string, batchId: number, generation: number): Promise<void> {
    await this.database.inScope({ workspaceId }, async (tx) => {
      const run = await this.runs.lock(tx, runId)
      if (!run || isRunOver(run.state)) return
      await this.runs.closeBatch(tx, runId, batchId, 'failed', { generation })
      await this.batches.issue(tx, run, 1)
      await this.batches.drain(tx, run)
    })
    this.events.changed(workspaceId, runId, { rows: true })
  }
}
