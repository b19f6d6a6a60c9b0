import type { Refusal } from '@enrichify/contracts'
import type { IdRanges, Tx } from '@enrichify/database'
import type { CommandContext, CommandTools } from './command.ts'

/** Into the trash or out of it. Rows that are already there are no fault: the wish is fulfilled. */
export async function moveRows(
  tx: Tx,
  { websetId }: CommandContext,
  ranges: IdRanges,
  deleted: boolean,
  { rows, changes }: CommandTools,
): Promise<Refusal[]> {
  const moved = await rows.setDeleted(tx, websetId, ranges, deleted)
  await changes.note(tx, websetId, { rows: { kind: deleted ? 'removed' : 'added', moved } })
  return []
}
