import type { ColumnKind } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import { Parameters, sortKeyOf, whereOf, type RowQuery } from './row-query.ts'

/** Ids per chunk. All chunks of an order but its last have this many, so that a place names its chunk. */
export const CHUNK = 1000
/** Rows that one step looks at. Between two steps it can be told how far the order is. */
const STEP = 50_000

/** Which rows an order has, and in which order. */
export interface OrderSource {
  websetId: string
  query: RowQuery
  kinds: ReadonlyMap<string, ColumnKind>
}

/** Fills the chunks of an order in one statement. Returns how many rows it has. */
export function storeAtOnce(tx: Tx, orderId: string, source: OrderSource): Promise<number> {
  const parameters = new Parameters()
  const { select, direction } = keyed(source, parameters)
  return store(tx, orderId, `keyed as materialized (${select}),`, 'keyed', direction, parameters)
}

/**
 * Fills the chunks of an order of very many rows: keys first, step by step, then one sort. `onStep` hears how many
 * rows were looked at, and may throw to stop.
 */
export async function storeInSteps(
  tx: Tx,
  orderId: string,
  source: OrderSource,
  lastRowId: number,
  onStep: (lookedAt: number) => void,
): Promise<number> {
  const shape = keyed(source, new Parameters())
  await tx.query(`create temporary table order_keys (id bigint, key ${shape.type}) on commit drop`)
  for (let after = 0; after < lastRowId; after += STEP) {
    const parameters = new Parameters()
    const { select } = keyed(source, parameters)
    const [low, high] = [parameters.add(after), parameters.add(after + STEP)]
    await tx.query(
      `insert into order_keys ${select} and r.id > ${low}::bigint and r.id <= ${high}::bigint`,
      parameters.values,
    )
    onStep(Math.min(after + STEP, lastRowId))
  }
  // One sort of narrow rows. With less memory it goes through the disk, which takes twice as long.
  await tx.query(`select set_config('work_mem', '64MB', true)`)
  return store(tx, orderId, '', 'order_keys', shape.direction, new Parameters())
}

/**
 * A window without an order, in one pass over all rows: as slow at any depth as an order is to make, but half a
 * second earlier there. `after` is an id, for views that are not sorted.
 */
export async function findPlaces(
  tx: Tx,
  source: OrderSource,
  at: { offset: number } | { after: number },
  limit: number,
): Promise<{ ids: number[]; total: number }> {
  const parameters = new Parameters()
  const { select, direction } = keyed(source, parameters)
  const [found] = await tx.query<{ total: number; ids: number[] }>(
    `with matched as materialized (${select})
     select (select count(*) from matched) as total,
       array(
         select id
         from matched
         ${'after' in at ? `where id > ${parameters.add(at.after)}` : ''}
         order by key ${direction} nulls last, id
         limit ${parameters.add(limit)} ${'offset' in at ? `offset ${parameters.add(at.offset)}` : ''}
       ) as ids`,
    parameters.values,
  )
  return found ?? { ids: [], total: 0 }
}

/** Ids with their sort keys alone. If a sort had the wide cells in its rows, it would take them to the disk. */
function keyed(
  { websetId, query, kinds }: OrderSource,
  parameters: Parameters,
): { select: string; type: 'numeric' | 'text'; direction: 'asc' | 'desc' } {
  const key = sortKeyOf(query.sort, kinds, parameters)
  return {
    select: `select r.id, ${key?.sql ?? 'null::text'} as key
      from rows r
      where ${whereOf(query, websetId, kinds, parameters)}`,
    type: key?.type ?? 'text',
    direction: query.sort?.direction ?? 'asc',
  }
}

async function store(
  tx: Tx,
  orderId: string,
  first: string,
  from: string,
  direction: 'asc' | 'desc',
  parameters: Parameters,
): Promise<number> {
  const [workspace, order] = [parameters.add(tx.workspaceId), parameters.add(orderId)]
  const [stored] = await tx.query<{ total: number }>(
    `with ${first}
     sorted as materialized (select array_agg(id order by key ${direction} nulls last, id) as ids from ${from}),
     stored as (
       insert into view_order_chunks (workspace_id, order_id, chunk, row_ids)
       select ${workspace}::uuid, ${order}::uuid, chunk, ids[chunk * ${CHUNK} + 1 : (chunk + 1) * ${CHUNK}]
       from sorted, generate_series(0, (cardinality(ids) - 1) / ${CHUNK}) chunk
       where ids is not null
       returning cardinality(row_ids) as size
     )
     select coalesce(sum(size), 0)::bigint as total from stored`,
    parameters.values,
  )
  return stored!.total
}
