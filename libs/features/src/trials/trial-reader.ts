import {
  RowRepository,
  RunEntity,
  TrialRepository,
  WebsetRepository,
  type ColumnEntity,
  type StoredRow,
  type TrialRow,
  type Tx,
} from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { BatchReader } from '../enrichment/batch-reader.ts'
import { planRow } from '../enrichment/row-plan.ts'
import type { RunFrame } from '../enrichment/row-work.ts'

const MAX_PAGES = 10

export interface OpenTrial {
  trial: TrialRow
  rows: StoredRow[]
  frames: RunFrame[]
}

/** What a trial needs before it starts. */
@Injectable()
export class TrialReader {
  constructor(
    private readonly trials: TrialRepository,
    private readonly websets: WebsetRepository,
    private readonly rows: RowRepository,
    private readonly batches: BatchReader,
  ) {}

  /** Null: the trial is over, or another worker has it. */
  async open(tx: Tx, trialId: string): Promise<OpenTrial | null> {
    const trial = await this.trials.start(tx, trialId)
    if (!trial) return null
    const columns = await this.websets.listColumns(tx, trial.websetId)
    const webset = await this.websets.find(tx, trial.websetId)
    const open = trial.rowIds.filter((rowId) => !trial.answers[rowId])
    const rows = await this.rows.byIds(tx, trial.websetId, open)
    const feedback = await this.batches.feedback(tx, runOf(trial), columns)
    const frames = trial.plans.map((enrichment): RunFrame => {
      const changed = columns.map((column): ColumnEntity =>
        column.id === trial.columnId
          ? Object.assign(Object.create(Object.getPrototypeOf(column) as object) as ColumnEntity, column, {
              enrichment,
            })
          : column,
      )
      return {
        run: runOf(trial),
        archiveId: webset?.archiveId ?? null,
        plan: planRow(changed, [trial.columnId]),
        columns: changed,
        feedback,
        stored: new Map(),
        approved: new Set(),
        rejected: new Map(),
        evidence: new Map(),
      }
    })
    return { trial, rows, frames }
  }
}

/** The parts of a run that rungs need, taken from the trial. A trial is a run that writes nothing. */
function runOf(trial: TrialRow): RunEntity {
  const { workspaceId, id, websetId, columnId, createdBy, createdAt, practice, storedOnly, budgetMicros } = trial
  return Object.assign(new RunEntity(), {
    workspaceId,
    id,
    websetId,
    name: 'Trial',
    state: 'running',
    scope: { kind: 'rows', rowIds: trial.rowIds },
    columnIds: [columnId],
    maxPages: MAX_PAGES,
    rows: trial.rowIds.length,
    priority: 'high',
    budgetMicros,
    mode: storedOnly ? 'reextract' : 'fill',
    again: true,
    practice,
    message: null,
    createdBy,
    createdAt,
    startedAt: createdAt,
    finishedAt: null,
  })
}
