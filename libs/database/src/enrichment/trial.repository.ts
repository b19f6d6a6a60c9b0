import { randomUUID } from 'node:crypto'
import type { CellState, CellValue, EmptyReason, Enrichment, TraceStep } from '@enrichify/domain'
import type { Tx } from '../database.ts'

export type TrialKind = 'test' | 'compare' | 'try'
export type TrialState = 'queued' | 'running' | 'finished' | 'cancelled' | 'failed'

export interface StoredTrialAnswer {
  value: CellValue
  state: CellState
  empty: EmptyReason | null
  quote: string | null
  url: string | null
  costMicros: number
  trace: TraceStep[]
}

export interface TrialRow {
  workspaceId: string
  id: string
  websetId: string
  columnId: string
  kind: TrialKind
  state: TrialState
  plans: Enrichment[]
  planHashes: string[]
  goldHash: string | null
  expected: Record<string, CellValue>
  rowIds: number[]
  storedOnly: boolean
  budgetMicros: number | null
  practice: boolean
  /** By row, one answer per plan. */
  answers: Record<string, StoredTrialAnswer[]>
  correct: number | null
  message: string | null
  createdBy: string
  createdAt: Date
  finishedAt: Date | null
}

export type NewTrial = Pick<
  TrialRow,
  | 'websetId'
  | 'columnId'
  | 'kind'
  | 'plans'
  | 'planHashes'
  | 'goldHash'
  | 'expected'
  | 'rowIds'
  | 'storedOnly'
  | 'budgetMicros'
  | 'practice'
  | 'createdBy'
>

const TRIAL = `workspace_id as "workspaceId", id, webset_id as "websetId", column_id as "columnId", kind, state, plans,
  plan_hashes as "planHashes", gold_hash as "goldHash", expected, row_ids as "rowIds",
  stored_only as "storedOnly",
  budget_micros as "budgetMicros", practice, answers, correct, message, created_by as "createdBy",
  created_at as "createdAt", finished_at as "finishedAt"`

/** The rows that columns are tested with, and the results. */
export class TrialRepository {
  gold(tx: Tx, websetId: string, columnId: string): Promise<{ rowId: number; expected: CellValue }[]> {
    return tx.query(
      `select g.row_id as "rowId", g.expected
       from gold_rows g
       join rows r on r.workspace_id = g.workspace_id and r.webset_id = g.webset_id and r.id = g.row_id
         and r.deleted_at is null
       where g.webset_id = $1 and g.column_id = $2 order by g.row_id`,
      [websetId, columnId],
    )
  }

  async setGold(
    tx: Tx,
    websetId: string,
    columnId: string,
    userId: string,
    rows: readonly { rowId: number; expected: CellValue }[],
  ): Promise<void> {
    const json = JSON.stringify(rows)
    await tx.query(
      `delete from gold_rows g
       using jsonb_to_recordset($3) as r ("rowId" bigint)
       where g.webset_id = $1 and g.column_id = $2 and g.row_id = r."rowId"`,
      [websetId, columnId, json],
    )
    await tx.query(
      `insert into gold_rows (workspace_id, webset_id, column_id, row_id, expected, created_by)
       select $1, $2, $3, r."rowId", r.expected, $5
       from jsonb_to_recordset($4) as r ("rowId" bigint, expected jsonb)
       where jsonb_typeof(r.expected) <> 'null'`,
      [tx.workspaceId, websetId, columnId, json, userId],
    )
  }

  async create(tx: Tx, trial: NewTrial): Promise<string> {
    const id = randomUUID()
    await tx.query(
      `insert into trials (
         workspace_id, id, webset_id, column_id, kind, plans, plan_hashes, gold_hash, expected, row_ids,
         stored_only, budget_micros, practice, created_by
       )
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        tx.workspaceId,
        id,
        trial.websetId,
        trial.columnId,
        trial.kind,
        JSON.stringify(trial.plans),
        trial.planHashes,
        trial.goldHash,
        JSON.stringify(trial.expected),
        trial.rowIds,
        trial.storedOnly,
        trial.budgetMicros,
        trial.practice,
        trial.createdBy,
      ],
    )
    return id
  }

  async find(tx: Tx, id: string): Promise<TrialRow | null> {
    const [found] = await tx.query<TrialRow>(`select ${TRIAL} from trials where id = $1`, [id])
    return found ?? null
  }

  /** Takes a trial up, also one that a dead worker left. Null: it is over. */
  async start(tx: Tx, id: string): Promise<TrialRow | null> {
    const [found] = await tx.query<TrialRow>(
      `update trials set state = 'running' where id = $1 and state in ('queued', 'running') returning ${TRIAL}`,
      [id],
    )
    return found ?? null
  }

  /** False: it was stopped. */
  async isRunning(tx: Tx, id: string): Promise<boolean> {
    return (await tx.query(`select from trials where id = $1 and state = 'running'`, [id])).length > 0
  }

  async addAnswers(tx: Tx, id: string, rowId: number, answers: readonly StoredTrialAnswer[]): Promise<void> {
    await tx.query(
      `update trials
       set answers = answers || jsonb_build_object($2::text, $3::jsonb)
       where id = $1 and state = 'running'`,
      [id, String(rowId), JSON.stringify(answers)],
    )
  }

  async finish(
    tx: Tx,
    id: string,
    state: 'finished' | 'cancelled' | 'failed',
    correct: number | null,
    message: string | null,
  ): Promise<void> {
    await tx.query(
      `update trials
       set state = $2, correct = $3, message = $4, finished_at = now()
       where id = $1 and state in ('queued', 'running')`,
      [id, state, correct, message],
    )
  }

  /** Finished tests of a column over the same gold rows, the latest first. */
  tests(
    tx: Tx,
    websetId: string,
    columnId: string,
    goldHash: string,
  ): Promise<{ id: string; planHash: string; correct: number; at: Date }[]> {
    return tx.query(
      `select id, plan_hashes[1] as "planHash", correct, coalesce(finished_at, created_at) as at
       from trials
       where webset_id = $1 and column_id = $2 and gold_hash = $3 and kind = 'test' and state = 'finished'
         and correct is not null
       order by created_at desc
       limit 200`,
      [websetId, columnId, goldHash],
    )
  }
}
