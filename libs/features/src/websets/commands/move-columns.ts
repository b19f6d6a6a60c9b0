import type { Refusal } from '@enrichify/contracts'
import type { Tx } from '@enrichify/database'
import { changedOtherwise } from '../refusals.ts'
import type { CommandContext, CommandTools, Step } from './command.ts'

/**
 * Into the trash or out of it. Columns that are already there are no fault: the wish is fulfilled. When something is
 * taken back, a column does not go into the trash with what someone else has written in it since.
 */
export async function moveColumns(
  tx: Tx,
  { websetId, userId, reverses }: CommandContext,
  columnIds: readonly string[],
  deleted: boolean,
  { websets, changes }: CommandTools,
): Promise<Step<{ columnIds: string[] }>> {
  await websets.lockColumns(tx, websetId)
  const moved: string[] = []
  const refused: Refusal[] = []
  for (const columnId of columnIds) {
    const column = await websets.findColumn(tx, websetId, columnId, { deleted: true })
    if (!column || (column.deletedAt !== null) === deleted) continue
    const by =
      deleted && reverses
        ? await websets.columnChangedByOthers(tx, websetId, columnId, { version: reverses.version, userId })
        : null
    if (by !== null) {
      refused.push(changedOtherwise(`The column “${column.name}” stays: ${by} has changed it since.`))
      continue
    }
    await websets.updateColumn(tx, websetId, columnId, { deletedAt: deleted ? new Date() : null })
    moved.push(columnId)
  }
  await changes.note(tx, websetId, { columns: moved.length > 0 })
  return { size: moved.length, payload: { columnIds: moved }, refused }
}
