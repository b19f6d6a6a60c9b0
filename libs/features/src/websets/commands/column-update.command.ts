import { isDeepStrictEqual as isSame } from 'node:util'
import type { EnrichmentJson, Refusal } from '@enrichify/contracts'
import type { ColumnEntity, ColumnMove, Tx } from '@enrichify/database'
import { factOf, notFound, Refused, type ColumnKind, type ColumnSettings, type ModelChoice } from '@enrichify/domain'
import { askOtherwise } from '../plan-column.ts'
import { changedOtherwise, columnSavedBy } from '../refusals.ts'
import type { Command, CommandContext, CommandTools, Payload, Step } from './command.ts'

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

type Properties = Partial<ColumnEntity>

export interface ColumnUpdate extends Payload {
  columnId: string
  /** Only what is different. */
  before: Properties
  after: Properties
  /** Where the column was among all columns, when it was moved. */
  position?: number
  /** Where it was moved to. Unknown in old entries. */
  moved?: number
}

export const columnUpdate: Command<{ columnId: string; change: ColumnChange }, ColumnUpdate> = {
  async apply(tx, context, { columnId, change }, tools) {
    const { websetId } = context
    await tools.websets.lockColumns(tx, websetId)
    const column = await tools.websets.findColumn(tx, websetId, columnId)
    if (!column) throw notFound('column')
    const visible = await tools.websets.listColumns(tx, websetId)
    const { position, question, model, plan, ...rest } = change
    const after = differences(column, {
      ...rest,
      enrichment: askOtherwise(column, { question, model, plan }, visible),
    } as Properties)
    if (after.kind !== undefined && factOf(column.enrichment))
      throw new Refused('fact_type', `The type of “${column.name}” comes from its ready fact.`, 'conflict')
    const refused = await savedByOthers(tx, context, column, Object.keys(after), tools)
    // Half of a save would be a column that no one asked for.
    if (refused.length > 0)
      return {
        label: `changing the column “${column.name}”`,
        size: 0,
        payload: { columnIds: [columnId], columnId, before: {}, after: {} },
        refused,
      }
    const updated = await write(tx, context, column, after, tools)
    const converted = updated.kind === column.kind ? 0 : await tools.retyping.convert(tx, context, column, updated)
    const isMoved = position !== undefined && visible.findIndex(({ id }) => id === columnId) !== position
    const move = isMoved ? await tools.websets.moveColumn(tx, websetId, columnId, position) : null
    const keys = Object.keys(after)
    const isChanged = keys.length > 0 || move !== null
    const isResized = move === null && keys.length === 1 && after.width !== undefined
    if (isChanged) await tools.changes.note(tx, websetId, { columns: true })
    return {
      label: `${isResized ? 'resizing' : move === null ? 'changing' : 'moving'} the column “${column.name}”`,
      size: (isChanged ? 1 : 0) + converted,
      payload: {
        columnIds: [columnId],
        columnId,
        before: valuesOf(column, keys),
        after,
        ...(move && { position: move.from, moved: move.to }),
      },
    }
  },
  takeBack: (tx, context, payload, tools) => change(tx, context, payload, 'back', tools),
  bringBack: (tx, context, payload, tools) => change(tx, context, payload, 'forward', tools),
}

/**
 * Only the properties that are still as expected: another person may have changed the column since. Values that a
 * retype converted are in the history and come back with the other cells, unless the type stays.
 */
async function change(
  tx: Tx,
  context: CommandContext,
  payload: ColumnUpdate,
  direction: 'back' | 'forward',
  tools: CommandTools,
): Promise<Step<ColumnUpdate>> {
  const { websetId } = context
  const { columnId, before, after } = payload
  const nothing = { columnIds: [columnId], columnId, before: {}, after: {} }
  await tools.websets.lockColumns(tx, websetId)
  const column = await tools.websets.findColumn(tx, websetId, columnId)
  if (!column)
    return { size: 0, payload: nothing, refused: [changedOtherwise('The column is in the trash.')], keepsCells: true }
  const [from, to] = direction === 'back' ? [after, before] : [before, after]
  const keys = Object.keys(to) as (keyof ColumnEntity)[]
  const free = keys.filter((key) => isSame(column[key], from[key]))
  const keepsCells = keys.includes('kind') && !free.includes('kind')
  // As they were converted: with the column as it was after it had changed, so that the same cells depend on them.
  if (direction === 'back' && !keepsCells) await context.reverses!.restoreCells()
  await write(tx, context, column, valuesOf(to, free), tools)
  const refused = keys
    .filter((key) => !free.includes(key))
    .map((key) => changedOtherwise(`The ${WORDS[key] ?? key} of “${column.name}” changed since then.`))
  const move = await moveAgain(tx, context, payload, direction, tools)
  if (move === 'refused') refused.push(changedOtherwise(`“${column.name}” was moved since then.`))
  const moved = move && move !== 'refused' ? move : null
  if (free.length || moved) await tools.changes.note(tx, websetId, { columns: true })
  return {
    size: free.length || moved ? 1 : 0,
    payload: {
      ...nothing,
      before: valuesOf(before, free),
      after: valuesOf(after, free),
      ...(moved && (direction === 'back' ? { position: moved.to, moved: moved.from } : asMoved(moved))),
    },
    refused,
    keepsCells,
  }
}

const asMoved = ({ from, to }: ColumnMove) => ({ position: from, moved: to })

async function moveAgain(
  tx: Tx,
  { websetId, userId, reverses }: CommandContext,
  { columnId, position, moved }: ColumnUpdate,
  direction: 'back' | 'forward',
  { websets }: CommandTools,
): Promise<ColumnMove | 'refused' | null> {
  const place = direction === 'back' ? position : moved
  if (place === undefined) return null
  if (await websets.columnMovedByOthers(tx, websetId, columnId, { ...reverses!, userId })) return 'refused'
  return websets.placeColumn(tx, websetId, columnId, place)
}

/** What someone else saved after the version that the person saw, of what is saved now. */
async function savedByOthers(
  tx: Tx,
  { websetId, userId, clientId, baseVersion }: CommandContext,
  column: ColumnEntity,
  keys: readonly string[],
  { websets }: CommandTools,
): Promise<Refusal[]> {
  const wanted = keys.filter((key) => key !== 'width') as (keyof ColumnEntity)[]
  if (baseVersion === null || wanted.length === 0) return []
  const saves = await websets.columnSavedSince(tx, websetId, column.id, { version: baseVersion, clientId, userId })
  return wanted.flatMap((key) => {
    const theirs = saves.filter(({ before }) => key in before)
    const [first, last] = [theirs[0], theirs.at(-1)]
    // Taken back meanwhile: what the person saw is what is there.
    if (!first || !last || isSame(first.before[key], column[key])) return []
    return [columnSavedBy(column, WORDS[key] ?? key, last)]
  })
}

const WORDS: Partial<Record<keyof ColumnEntity, string>> = {
  kind: 'type',
  settings: 'options',
  enrichment: 'question',
}

async function write(
  tx: Tx,
  { websetId, actionId, reverses }: CommandContext,
  column: ColumnEntity,
  after: Properties,
  { websets, retyping }: CommandTools,
): Promise<ColumnEntity> {
  if (Object.keys(after).length === 0) return column
  await websets.updateColumn(tx, websetId, column.id, after)
  const updated = (await websets.findColumn(tx, websetId, column.id))!
  if (after.enrichment) await retyping.asksOtherwise(tx, updated, { by: actionId, reverses: reverses?.id ?? null })
  return updated
}

function differences(column: ColumnEntity, wanted: Properties): Properties {
  const keys = Object.keys(wanted) as (keyof ColumnEntity)[]
  return valuesOf(
    wanted,
    keys.filter((key) => wanted[key] !== undefined && !isSame(column[key], wanted[key])),
  )
}

function valuesOf(column: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(keys.map((key) => [key, column[key as keyof ColumnEntity]]))
}
