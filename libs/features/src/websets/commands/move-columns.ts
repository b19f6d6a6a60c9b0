import type { Refusal } from '@enrichify/contracts'
import type { Tx } from '@enrichify/database'
import type { CommandContext, CommandTools } from './command.ts'

/** Into the trash or out of it. */
export async function moveColumns(
  tx: Tx,
  { websetId }: CommandContext,
  columnIds: readonly string[],
  deleted: boolean,
  { websets, changes }: CommandTools,
): Promise<Refusal[]> {
  for (const columnId of columnIds)
    await websets.updateColumn(tx, websetId, columnId, { deletedAt: deleted ? new Date() : null })
  await changes.note(tx, websetId, { columns: columnIds.length > 0 })
  return []
}
