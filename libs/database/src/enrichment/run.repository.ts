import { randomUUID } from 'node:crypto'
import {
  FAILED_REASONS,
  LARGEST_BATCH,
  nextRunState,
  type RunEvent,
  type RunMode,
  type RunPriority,
  type RunScope,
} from '@enrichify/domain'
import type { Tx } from '../database.ts'
import { isJudgedRight } from '../websets/verdicts.ts'
import { holdColumns, pinned, planChangesSince, planOfRun, type PinnedColumn } from './pinned-columns.ts'
import { countGaps, rowsOf, type Covered, type RowScope } from './rows-of-scope.ts'
import {
  issue,
  claimBatch,
  tryRow,
  countFailedBatches,
  lockBatch,
  finishRows,
  closeBatch,
  countOpenBatches,
  cancelUnclaimed,
  releaseBatch,
  reissue,
} from './run-batches.ts'
import { progress, columnResults, rungResults, timeline } from './run-figures.ts'
import { RunEntity } from './runs.entities.ts'

export interface NewRun {
  websetId: string
  name: string
  scope: RunScope
  /** The rows of the scope. */
  chosen: RowScope
  columnIds: string[]
  /** All columns of the webset. */
  plan: readonly PinnedColumn[]
  maxPages: number
  priority: RunPriority
  budgetMicros: number | null
  mode: RunMode
  again: boolean
  fillEmptied: boolean
  practice: boolean
  createdBy: string
}

/** Cells that a person emptied, that a person filled, and that a person judged right. */
export interface LockedCells {
  emptied: number
  typed: number
  right: number
}

/** Runs and their batches. A job carries one batch. The lease token keeps a worker that lost its batch from writing. */
export class RunRepository {
  readonly issue = issue
  readonly claimBatch = claimBatch
  readonly tryRow = tryRow
  readonly countFailedBatches = countFailedBatches
  readonly lockBatch = lockBatch
  readonly finishRows = finishRows
  readonly closeBatch = closeBatch
  readonly countOpenBatches = countOpenBatches
  readonly cancelUnclaimed = cancelUnclaimed
  readonly releaseBatch = releaseBatch
  readonly reissue = reissue

  readonly countGaps = countGaps
  readonly plan = planOfRun
  readonly holdColumns = holdColumns
  readonly planChangesSince = planChangesSince

  readonly progress = progress
  readonly columnResults = columnResults
  readonly rungResults = rungResults
  readonly timeline = timeline

  /** Plans the run and its batches in the database, where the rows are. Returns how many rows the run covers. */
  async create(tx: Tx, { chosen: rows, plan, ...run }: NewRun): Promise<{ id: string; rows: number }> {
    const id = randomUUID()
    await tx.manager.insert(RunEntity, {
      workspaceId: tx.workspaceId,
      id,
      state: 'queued',
      message: null,
      startedAt: null,
      finishedAt: null,
      moneyUntil: null,
      rows: 0,
      cells: 0,
      ...run,
    })
    const chosen = rowsOf({ ...run, scope: rows }, 5)
    const [made] = await tx.query<{ rows: number }>(
      // The size is in each row. If it were joined as a row, PostgreSQL would count it again for each row while the
      // planner has no statistics.
      `with chosen as materialized (${chosen.sql}),
       numbered as (
         select id, row_number() over (order by id) - 1 as place,
           greatest(1, least($3::int, ceil(count(*) over () / 8.0)::int)) as size
         from chosen
       ),
       made as (insert into run_batches (workspace_id, run_id, id, webset_id, row_ids)
         select $1, $2, place / size + 1, $4, array_agg(id order by id)
         from numbered
         group by place / size
         returning cardinality(row_ids) as rows)
       select coalesce(sum(rows), 0)::int as rows from made`,
      [tx.workspaceId, id, LARGEST_BATCH, run.websetId, ...chosen.parameters],
    )
    const count = made?.rows ?? 0
    const gaps = rows.kind === 'only_empty' ? await countGaps(tx, run.websetId, run) : null
    const cells = gaps ? [...gaps.values()].reduce((sum, each) => sum + each, 0) : count * run.columnIds.length
    await tx.query(
      `update runs
       set rows = $2, cells = $4, plan = $3, version = (select version from websets where id = runs.webset_id)
       where id = $1`,
      [id, count, JSON.stringify(plan.map(pinned)), cells],
    )
    return { id, rows: count }
  }

  /** How many rows a run of this scope would cover. */
  async countRows(tx: Tx, websetId: string, covered: Covered): Promise<number> {
    const chosen = rowsOf(covered, 2, '$1')
    const [found] = await tx.query<{ rows: number }>(`select count(*)::int as rows from (${chosen.sql}) c`, [
      websetId,
      ...chosen.parameters,
    ])
    return found?.rows ?? 0
  }

  /**
   * Cells of a scope, by column, that a fill would not ask again: they have a final answer, and nothing that they are
   * made from has changed. Those that no run may write do not count.
   */
  async countUnchanged(tx: Tx, websetId: string, covered: Covered): Promise<Map<string, number>> {
    const { scope, columnIds } = covered
    const asksForGaps = scope.kind === 'only_empty' || scope.kind === 'only_failed'
    const chosen = rowsOf(covered, 5, '$1')
    const found = await tx.query<{ columnId: string; cells: number }>(
      `select s.column_id as "columnId", count(*)::int as cells
       from cell_states s
       join (${chosen.sql}) c on c.id = s.row_id
       join rows r on r.workspace_id = s.workspace_id and r.webset_id = s.webset_id and r.id = s.row_id
       where s.webset_id = $1 and s.column_id = any ($2::text[])
         and s.state <> 'human' and not ${isJudgedRight('s.column_id')}
         and not s.stale and s.input_hash is not null
         and (s.state <> 'empty' or (not $3::boolean and s.empty_reason <> all ($4::text[])))
       group by 1`,
      [websetId, columnIds, asksForGaps, FAILED_REASONS, ...chosen.parameters],
    )
    return new Map(found.map(({ columnId, cells }) => [columnId, cells]))
  }

  /** Cells of a scope, by column, that no run may write unless it is told to: why, and how many. */
  async countLocked(tx: Tx, websetId: string, covered: Covered): Promise<Map<string, LockedCells>> {
    const chosen = rowsOf(covered, 3, '$1')
    const isEmpty = `coalesce(r.cells ->> s.column_id, '') = ''`
    const isEmptied = `s.state = 'human' and ${isEmpty}`
    const found = await tx.query<LockedCells & { columnId: string }>(
      `select s.column_id as "columnId",
         count(*) filter (where ${isEmptied})::int as emptied,
         count(*) filter (where s.state = 'human' and not (${isEmptied}))::int as typed,
         count(*) filter (where s.state <> 'human')::int as right
       from cell_states s
       join (${chosen.sql}) c on c.id = s.row_id
       join rows r on r.workspace_id = s.workspace_id and r.webset_id = s.webset_id and r.id = s.row_id
       where s.webset_id = $1 and s.column_id = any ($2::text[])
         and (s.state = 'human' or ${isJudgedRight('s.column_id')})
         ${covered.scope.kind === 'only_empty' ? `and ${isEmpty}` : ''}
       group by 1`,
      [websetId, covered.columnIds, ...chosen.parameters],
    )
    return new Map(found.map(({ columnId, ...locked }) => [columnId, locked]))
  }

  find(tx: Tx, id: string): Promise<RunEntity | null> {
    return tx.manager.findOneBy(RunEntity, { workspaceId: tx.workspaceId, id })
  }

  lock(tx: Tx, id: string): Promise<RunEntity | null> {
    return tx.manager.findOne(RunEntity, {
      where: { workspaceId: tx.workspaceId, id },
      lock: { mode: 'pessimistic_write' },
    })
  }

  list(tx: Tx, websetId: string, limit: number): Promise<RunEntity[]> {
    return tx.manager.find(RunEntity, {
      where: { workspaceId: tx.workspaceId, websetId },
      order: { createdAt: 'DESC' },
      take: limit,
    })
  }

  /**
   * The only way to change a run’s state. The caller has locked the run. An undefined `message` leaves the present
   * one, null removes it.
   */
  async transition(tx: Tx, run: RunEntity, event: RunEvent, message?: string | null): Promise<void> {
    run.state = nextRunState(run.state, event)
    const over = run.state === 'finished' || run.state === 'cancelled' || run.state === 'failed'
    await tx.query(
      `update runs
         set state = $2, message = case when $5 then message else $3 end,
           started_at = case when $2 = 'running' then coalesce(started_at, now()) else started_at end,
         finished_at = case when $4 then now() else finished_at end where id = $1`,
      [run.id, run.state, message ?? null, over, message === undefined],
    )
  }

  async activeRuns(tx: Tx): Promise<RunEntity[]> {
    return tx.manager
      .createQueryBuilder(RunEntity, 'r')
      .where(`r.state in ('queued', 'running', 'cancelling')`)
      .getMany()
  }

  async nextNumber(tx: Tx, websetId: string): Promise<number> {
    const [found] = await tx.query<{ count: number }>('select count(*) as count from runs where webset_id = $1', [
      websetId,
    ])
    return (found?.count ?? 0) + 1
  }

  async setBudget(
    tx: Tx,
    runId: string,
    change: { budgetMicros?: number | null | undefined; priority?: RunPriority | undefined },
  ): Promise<void> {
    if (change.budgetMicros !== undefined)
      await tx.query('update runs set budget_micros = $2 where id = $1', [runId, change.budgetMicros])
    if (change.priority) await tx.query('update runs set priority = $2 where id = $1', [runId, change.priority])
  }
}
