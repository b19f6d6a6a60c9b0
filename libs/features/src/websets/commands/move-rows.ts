import { type IdRanges, type Tx } from '@enrichify/database'
import { changedSince } from '../refusals.ts'
import type { CommandContext, CommandTools, Step } from './command.ts'

/**
 * Into the trash or out of it. Rows that are already there are no fault: the wish is fulfilled. When something is taken
 * back, rows do not go into the trash with what someone else has written in them since.
 */
export async function moveRows(
  tx: Tx,
  { websetId, userId, reverses }: CommandContext,
  ranges: IdRanges,
  deleted: boolean,
  { rows, changes }: CommandTools,
): Promise<Step<{ ranges: IdRanges }>> {
  const theirs = deleted && reverses ? await rows.changedByOthers(tx, websetId, ranges, { ...reverses, userId }) : []
  const except = theirs.map(({ rowId }) => rowId)
  const moved = await rows.setDeleted(tx, websetId, ranges, deleted, except)
  await changes.note(tx, websetId, { rows: { kind: deleted ? 'removed' : 'added', moved } })
  return {
    size: moved.count,
    payload: { ranges: moved.ranges },
    refused: theirs.map((change) => changedSince(change, userId, 'since')),
  }
}
