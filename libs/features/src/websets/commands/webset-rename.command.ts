import type { Refusal } from '@enrichify/contracts'
import type { Tx } from '@enrichify/database'
import { changedOtherwise } from '../refusals.ts'
import type { Command, CommandTools } from './command.ts'

export interface Renaming {
  /** The name before. */
  name: string
  /** The name after. Unknown in old entries. */
  after?: string
}

export const websetRename: Command<{ name: string }, Renaming> = {
  async apply(tx, { websetId }, { name }, tools) {
    const before = (await tools.websets.find(tx, websetId))!.name
    await rename(tx, websetId, name, tools)
    return { label: 'renaming the webset', size: before === name ? 0 : 1, payload: { name: before, after: name } }
  },
  takeBack: (tx, { websetId }, { name, after }, tools) => change(tx, websetId, after ?? null, name, tools),
  bringBack: (tx, { websetId }, { name, after }, tools) => change(tx, websetId, name, after ?? name, tools),
}

async function change(
  tx: Tx,
  websetId: string,
  expected: string | null,
  name: string,
  tools: CommandTools,
): Promise<Refusal[]> {
  const webset = await tools.websets.find(tx, websetId)
  if (expected !== null && webset?.name !== expected) return [changedOtherwise('The name was changed since then.')]
  await rename(tx, websetId, name, tools)
  return []
}

async function rename(tx: Tx, websetId: string, name: string, { websets, changes }: CommandTools): Promise<void> {
  await websets.update(tx, websetId, { name })
  await changes.note(tx, websetId, { columns: true })
}
