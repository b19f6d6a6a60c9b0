import type { Tx } from '@enrichify/database'
import { changedOtherwise } from '../refusals.ts'
import type { Command, CommandTools, Payload, Step } from './command.ts'

export interface Renaming extends Payload {
  /** The name before. */
  name: string
  /** The name after. Unknown in old entries. */
  after?: string
}

export const websetRename: Command<{ name: string }, Renaming> = {
  async apply(tx, { websetId }, { name }, tools) {
    const before = (await tools.websets.find(tx, websetId))!.name
    if (before !== name) await rename(tx, websetId, name, tools)
    return { label: 'renaming the webset', size: before === name ? 0 : 1, payload: { name: before, after: name } }
  },
  takeBack: (tx, { websetId }, { name, after }, tools) =>
    change(tx, websetId, { from: after ?? null, to: name }, { name, after: after ?? name }, tools),
  bringBack: (tx, { websetId }, { name, after }, tools) =>
    change(tx, websetId, { from: name, to: after ?? name }, { name, after: after ?? name }, tools),
}

async function change(
  tx: Tx,
  websetId: string,
  { from, to }: { from: string | null; to: string },
  payload: Renaming,
  tools: CommandTools,
): Promise<Step<Renaming>> {
  const webset = await tools.websets.find(tx, websetId)
  if (from !== null && webset?.name !== from)
    return { size: 0, payload, refused: [changedOtherwise('The name was changed since then.')] }
  await rename(tx, websetId, to, tools)
  return { size: 1, payload, refused: [] }
}

async function rename(tx: Tx, websetId: string, name: string, { websets, changes }: CommandTools): Promise<void> {
  await websets.update(tx, websetId, { name })
  await changes.note(tx, websetId, { columns: true })
}
