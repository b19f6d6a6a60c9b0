import {
  CellRepository,
  RowRepository,
  RunRepository,
  WebsetRepository,
  type BatchRow,
  type ColumnEntity,
  type RunEntity,
  type StoredRow,
  type Tx,
} from '@enrichify/database'
import { mayCost, reliabilityOf } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { wrongValues } from '../websets/read-verdicts.ts'
import { asPinned } from './pinned-plan.ts'
import { planRow } from './row-plan.ts'
import type { Feedback, RunFrame } from './row-work.ts'

/** More examples than one question shows, because a row's own example is left out. */
const EXAMPLES = 5

export interface Lease {
  run: RunEntity
  batch: BatchRow
  token: string
  frame: RunFrame
  /** Rows wait for a model, and not only for their sites. */
  asks: boolean
  rows: Map<number, StoredRow>
}

/** Reads what a batch needs before it starts. */
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
    const columns = asPinned(await this.runs.plan(tx, run.id), await this.websets.listColumns(tx, run.websetId))
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
    const approved = await this.cells.judgedRight(tx, run.websetId, states)
    const asked = rowIds.flatMap((rowId) => run.columnIds.map((columnId) => ({ rowId, columnId })))
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
      feedback: await this.feedback(tx, run, asking),
      stored: new Map(states.map((state) => [`${state.rowId}:${state.columnId}`, state])),
      approved: new Set(approved.map(({ rowId, columnId }) => `${rowId}:${columnId}`)),
      rejected: await wrongValues(tx, run.websetId, asked, this.cells),
      evidence: new Map(evidence.map((each) => [each.id, each])),
    }
  }

  /** People's verdicts so far on what this run asks. */
  async feedback(tx: Tx, run: RunEntity, asking: readonly ColumnEntity[]): Promise<Feedback> {
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
