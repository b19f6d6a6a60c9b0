import type { Run } from '@enrichify/contracts'
import { ArchiveRepository, Database, isDuplicate, RowRepository, RunRepository, type ColumnEntity, type RunEntity, type Tx, type WebsetEntity } from '@enrichify/database'
import { FAILED_REASONS, notFound, partitionRows, Refused, type Principal, type RunScope, type Scope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { Outbox } from '../operations/outbox.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RowsJournal } from '../websets/rows.service.ts'
import { RunEvents } from './run-events.ts'

export interface StartRun {
  columnIds?: string[] | undefined
  scope: RunScope
  maxPages: number
}

/** What a run is about: which columns and which rows. */
@Injectable()
export class RunPlanner {
  constructor(
    private readonly rowRepository: RowRepository,
    private readonly runs: RunRepository,
    private readonly journal: RowsJournal,
    private readonly archives: ArchiveRepository,
  ) {}

  /** A run over an archive that cannot be read would only burn its batches. */
  async demandArchive(tx: Tx, webset: WebsetEntity): Promise<void> {
    const archive = webset.archiveId ? await this.archives.find(tx, webset.archiveId) : null
    if (!archive || archive.state === 'ready') return
    const why = archive.state === 'failed' ? `The archive of this webset cannot be read. ${archive.message ?? ''} Choose another or detach it.` : 'The archive of this webset is still being read. Try again in a moment.'
    throw new Refused('archive_not_ready', why, 'conflict')
  }

  async columns(tx: Tx, websetId: string, columnIds: string[] | undefined): Promise<ColumnEntity[]> {
    const all = await this.journal.websets.listColumns(tx, websetId)
    const chosen = columnIds ? columnIds.map((id) => all.find((column) => column.id === id)) : all.filter((column) => column.enrichment)
    if (chosen.some((column) => !column)) throw notFound('column')
    const columns = chosen.filter((column): column is ColumnEntity => Boolean(column))
    const plain = columns.find((column) => !column.enrichment)
    if (plain) throw new Refused('not_an_enrichment', `“${plain.name}” asks no question. Choose columns that do.`, 'unprocessable')
    if (columns.length === 0) throw new Refused('no_enrichment_columns', 'This webset has no column that asks a question. Add one first.', 'unprocessable')
    return columns
  }

  async rows(tx: Tx, websetId: string, columns: readonly ColumnEntity[], scope: RunScope): Promise<number[]> {
    const ids = columns.map((column) => column.id)
    switch (scope.kind) {
      case 'all':
        return this.rowRepository.ids(tx, websetId, null)
      case 'first':
        return this.rowRepository.ids(tx, websetId, scope.count)
      case 'rows':
        return (await this.rowRepository.byIds(tx, websetId, scope.rowIds)).map((row) => row.id)
      case 'only_empty':
        return this.runs.rowsToFill(tx, websetId, ids, null)
      case 'only_failed':
        return this.runs.rowsToFill(tx, websetId, ids, FAILED_REASONS)
    }
  }
}

/** Runs as people start, watch and stop them. */
@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly websets: WebsetsService,
    private readonly planner: RunPlanner,
    private readonly outbox: Outbox,
    private readonly events: RunEvents,
  ) {}

  async start(principal: Principal, websetId: string, input: StartRun): Promise<Run> {
    demand(principal, 'enrichment.run')
    try {
      return await this.database.inScope(principal, async (tx) => {
        await this.planner.demandArchive(tx, await this.websets.require(tx, websetId))
        const columns = await this.planner.columns(tx, websetId, input.columnIds)
        const rowIds = await this.planner.rows(tx, websetId, columns, input.scope)
        if (rowIds.length === 0) throw new Refused('nothing_to_do', 'No row matches what this run asks for. Choose other rows.', 'unprocessable')
        const batches = partitionRows(rowIds)
        const name = `Run ${await this.runs.nextNumber(tx, websetId)}`
        const runId = await this.runs.create(tx, { websetId, name, scope: input.scope, columnIds: columns.map((column) => column.id), maxPages: input.maxPages, rows: rowIds.length, createdBy: principal.userId }, batches)
        await this.#enqueue(tx, runId, batches.map((_, index) => ({ id: index + 1, generation: 1 })))
        tx.afterCommit(() => this.events.started(tx.workspaceId, websetId, runId))
        return this.events.read(tx, (await this.runs.find(tx, runId))!)
      })
    } catch (error) {
      if (isDuplicate(error, 'runs_one_active')) throw new Refused('run_active', 'A run is already at work in this webset. Wait for it or cancel it.', 'conflict')
      throw error
    }
  }

  async list(principal: Principal, websetId: string, limit: number): Promise<Run[]> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      return this.events.readAll(tx, await this.runs.list(tx, websetId, limit))
    })
  }

  async get(principal: Principal, id: string): Promise<Run> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => this.events.read(tx, await this.#require(tx, id)))
  }

  pause(principal: Principal, id: string): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.transition(tx, run, 'pause')
    })
  }

  resume(principal: Principal, id: string): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.transition(tx, run, 'resume')
      await this.#enqueue(tx, id, await this.runs.reissue(tx, id))
    })
  }

  cancel(principal: Principal, id: string): Promise<Run> {
    return this.#change(principal, id, async (tx, run) => {
      await this.runs.transition(tx, run, 'cancel')
      await this.runs.cancelUnclaimed(tx, id)
      // A batch that a worker holds ends at its next row; with none held the run is over now.
      if ((await this.runs.countOpenBatches(tx, id)) === 0) await this.runs.transition(tx, run, 'drained')
    })
  }

  /** New jobs for the open batches of runs that the queue forgot. */
  async reissueForgotten(scope: Scope): Promise<number> {
    return this.database.inScope(scope, async (tx) => {
      let count = 0
      for (const run of await this.runs.activeRuns(tx)) {
        const batches = await this.runs.reissue(tx, run.id)
        await this.#enqueue(tx, run.id, batches)
        count += batches.length
      }
      return count
    })
  }

  async #change(principal: Principal, id: string, work: (tx: Tx, run: RunEntity) => Promise<void>): Promise<Run> {
    demand(principal, 'enrichment.run')
    return this.database.inScope(principal, async (tx) => {
      const run = await this.runs.lock(tx, id)
      if (!run) throw notFound('run')
      await work(tx, run)
      tx.afterCommit(() => this.events.changed(tx.workspaceId, id, { rows: true }))
      return this.events.read(tx, await this.#require(tx, id))
    })
  }

  async #require(tx: Tx, id: string): Promise<RunEntity> {
    const run = await this.runs.find(tx, id)
    if (!run) throw notFound('run')
    return run
  }

  async #enqueue(tx: Tx, runId: string, batches: readonly { id: number; generation: number }[]): Promise<void> {
    if (batches.length === 0) return
    await this.outbox.enqueue(tx, batches.map(({ id, generation }) => ({ name: 'enrichment.run-batch' as const, payload: { workspaceId: tx.workspaceId, runId, batchId: id, generation } })))
  }
}
