import type { EnrichmentJson, Refusal } from '@enrichify/contracts'
import type { ColumnEntity, Tx } from '@enrichify/database'
import { factOf, notFound, Refused, type ColumnKind, type ColumnSettings, type ModelChoice } from '@enrichify/domain'
import { askOtherwise } from '../plan-column.ts'
import { changedOtherwise } from '../refusals.ts'
import type { Command, CommandContext, CommandTools } from './command.ts'

export interface ColumnChange {
  name?: string | undefined
  width?: number | undefined
  position?: number | undefined
  kind?: ColumnKind | undefined
  settings?: ColumnSettings | undefined
  question?: string | undefined
  model?: ModelChoice | null | undefined
  plan?: EnrichmentJson | undefined
}

export interface ColumnUpdate {
  columnId: string
  before: Partial<ColumnEntity>
  after: Partial<ColumnEntity>
  /** Where the column was, when it was moved. */
  position?: number
  /** Where it was moved to. Unknown in old entries. */
  moved?: number
}

export const columnUpdate: Command<{ columnId: string; change: ColumnChange }, ColumnUpdate> = {
  async apply(tx, context, { columnId, change }, tools) {
    const { websetId } = context
    const column = await tools.websets.findColumn(tx, websetId, columnId)
    if (!column) throw notFound('column')
    const { position, question, model, plan, ...rest } = change
    const after = Object.fromEntries(
      Object.entries({
        ...rest,
        enrichment: askOtherwise(column, { question, model, plan }, await tools.websets.listColumns(tx, websetId)),
      }).filter(([, value]) => value !== undefined),
    ) as Partial<ColumnEntity>
    if (after.kind !== undefined && factOf(column.enrichment) && after.kind !== column.kind)
      throw new Refused('fact_type', `The type of “${column.name}” comes from its ready fact.`, 'conflict')
    const updated = await write(tx, context, column, after, position, tools)
    if (updated.kind !== column.kind) await tools.retyping.convert(tx, context, column, updated)
    // The width of a column is part of the view, and not a change that needs undo.
    const isUndoable = Object.keys(after).some((key) => key !== 'width') || position !== undefined
    return {
      label: `${position === undefined ? 'changing' : 'moving'} the column “${column.name}”`,
      size: isUndoable ? 1 : 0,
      payload: {
        columnId,
        before: Object.fromEntries(Object.keys(after).map((key) => [key, column[key as keyof ColumnEntity]])),
        after,
        ...(position === undefined ? {} : { position: column.position, moved: position }),
      },
      columns: [updated],
    }
  },
  takeBack: (tx, context, { columnId, before, after, position }, tools) =>
    change(tx, context, columnId, { from: after, to: before, position }, tools),
  bringBack: (tx, context, { columnId, before, after, moved }, tools) =>
    change(tx, context, columnId, { from: before, to: after, position: moved }, tools),
}

/**
 * Only the properties that are still as expected: another person may have changed the column since. Values that a
 * retype converted are in the history and come back with the other cells.
 */
async function change(
  tx: Tx,
  context: CommandContext,
  columnId: string,
  step: { from: Partial<ColumnEntity>; to: Partial<ColumnEntity>; position: number | undefined },
  tools: CommandTools,
): Promise<Refusal[]> {
  const column = await tools.websets.findColumn(tx, context.websetId, columnId)
  if (!column) return [changedOtherwise('The column is in the trash.')]
  const isSame = (key: keyof ColumnEntity) => JSON.stringify(column[key]) === JSON.stringify(step.from[key])
  const keys = Object.keys(step.to) as (keyof ColumnEntity)[]
  const to = Object.fromEntries(keys.filter(isSame).map((key) => [key, step.to[key]]))
  await write(tx, context, column, to, step.position, tools)
  return keys
    .filter((key) => !isSame(key))
    .map((key) => changedOtherwise(`The ${WORDS[key] ?? key} of “${column.name}” was changed since then.`))
}

const WORDS: Partial<Record<keyof ColumnEntity, string>> = {
  kind: 'type',
  settings: 'options',
  enrichment: 'question',
}

async function write(
  tx: Tx,
  { websetId }: CommandContext,
  column: ColumnEntity,
  after: Partial<ColumnEntity>,
  position: number | undefined,
  { websets, retyping, changes }: CommandTools,
): Promise<ColumnEntity> {
  await changes.note(tx, websetId, { columns: true })
  if (Object.keys(after).length) await websets.updateColumn(tx, websetId, column.id, after)
  if (position !== undefined) await websets.moveColumn(tx, websetId, column.id, position)
  const updated = (await websets.findColumn(tx, websetId, column.id))!
  if (after.enrichment && JSON.stringify(after.enrichment) !== JSON.stringify(column.enrichment))
    await retyping.asksOtherwise(tx, updated)
  return updated
}
