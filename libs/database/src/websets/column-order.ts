import type { Tx } from '../database.ts'

/** Where a column was and is, counted over all columns: those in the trash keep their neighbours. */
export interface ColumnMove {
  from: number
  to: number
}

/** All columns stay as they are until the transaction ends. Take it before changing several. */
export async function lockColumns(tx: Tx, websetId: string): Promise<void> {
  await tx.query('select from columns where webset_id = $1 order by id for update', [websetId])
}

/** Puts a column at a place among those that are not in the trash. */
export async function moveColumn(tx: Tx, websetId: string, id: string, position: number): Promise<ColumnMove> {
  const all = await columnOrder(tx, websetId)
  const others = all.filter((column) => column.id !== id)
  const next = others.filter(({ isDeleted }) => !isDeleted)[position]
  return placeColumn(tx, websetId, id, next ? others.indexOf(next) : others.length)
}

/** Puts a column at a place among all. */
export async function placeColumn(tx: Tx, websetId: string, id: string, place: number): Promise<ColumnMove> {
  const ids = (await columnOrder(tx, websetId)).map((column) => column.id)
  const from = ids.indexOf(id)
  ids.splice(from, 1)
  const to = Math.min(place, ids.length)
  ids.splice(to, 0, id)
  await tx.query(
    `update columns c
     set position = o.position - 1
     from unnest($2::text[]) with ordinality as o (id, position)
     where c.webset_id = $1 and c.id = o.id`,
    [websetId, ids],
  )
  return { from, to }
}

function columnOrder(tx: Tx, websetId: string): Promise<{ id: string; isDeleted: boolean }[]> {
  return tx.query(
    `select id, deleted_at is not null as "isDeleted"
     from columns
     where webset_id = $1
     order by position, id`,
    [websetId],
  )
}
