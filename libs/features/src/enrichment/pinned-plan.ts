import type { ColumnEntity, PinnedColumn, RunRepository, Tx } from '@enrichify/database'
import { COLUMN_TYPES, type CellValue } from '@enrichify/domain'
import { NO_ACTION } from '../websets/cell-writer.ts'
import { asksOtherwise, planHash } from './row-plan.ts'

/**
 * The columns that a run works with: as they were when it started, whatever was edited since. A column that is gone is
 * not asked any more.
 */
export function asPinned(plan: readonly PinnedColumn[] | null, live: readonly ColumnEntity[]): ColumnEntity[] {
  if (!plan) return [...live]
  const pinned = new Map(plan.map((column) => [column.id, column]))
  return live.flatMap((column) => {
    const then = pinned.get(column.id)
    return then ? [{ ...column, ...then }] : []
  })
}

/** What an edit of a column during the run means for the cells that the run writes into it. */
export interface Drift {
  /** The value as the type of now has it, where it can be. */
  convert: (value: CellValue) => CellValue
  /** The changes that made the answer one to an earlier question. */
  staleBy: string[]
}

/** Of the columns that were edited since the run started. They stay as they are until the transaction ends. */
export async function readDrifts(
  tx: Tx,
  run: { id: string; websetId: string },
  asked: readonly PinnedColumn[],
  runs: RunRepository,
): Promise<ReadonlyMap<string, Drift>> {
  const live = await runs.holdColumns(
    tx,
    run.websetId,
    asked.map(({ id }) => id),
  )
  const drifts = new Map<string, Drift>()
  for (const now of live) {
    const then = asked.find(({ id }) => id === now.id)!
    if (planHash(then) === planHash(now)) continue
    const isOther = asksOtherwise(then, now)
    const changes = isOther ? await runs.planChangesSince(tx, run.id, now.id) : []
    drifts.set(now.id, {
      convert: (value) => converted(value, then, now),
      staleBy: isOther && changes.length === 0 ? [NO_ACTION] : changes,
    })
  }
  return drifts
}

function converted(value: CellValue, then: PinnedColumn, now: PinnedColumn): CellValue {
  if (then.kind === now.kind) return value
  const parsed = COLUMN_TYPES[now.kind].parse(COLUMN_TYPES[then.kind].format(value), now.settings)
  return parsed.ok ? parsed.value : value
}
