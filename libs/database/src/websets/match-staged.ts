import type { CellValue } from '@enrichify/domain'
import type { Tx } from '../database.ts'

/** The column that records and rows are matched by. */
export interface MatchKey {
  columnId: string
  /** What different ways to write a value have in common. Null: a value matches itself only. */
  of: ((value: CellValue) => string) | null
}

export interface Matched {
  /** How many records were taken out because several rows have their key. */
  severalRows: number
  /** How many records went into an earlier one of the file with the same key. */
  folded: number
  /** The first lines of the records that were taken out. */
  lines: number[]
}

const ROWS_AT_ONCE = 20_000

/** Divides staged records into those that update a row and those that are new. */
export async function matchStaged(
  tx: Tx,
  websetId: string,
  key: MatchKey,
  listed: number,
): Promise<Matched & { matched: number }> {
  if (key.of) await nameRows(tx, websetId, { ...key, of: key.of })
  await tx.query('analyze staged_rows')
  const [rows, isSame, parameters] = key.of
    ? ['row_keys r', 'r.key = s.key', []]
    : [
        'rows r',
        'r.cells -> $2 = s.cells -> $2 and r.webset_id = $1 and r.deleted_at is null',
        [websetId, key.columnId],
      ]
  await tx.query(
    `create temporary table staged_updates on commit drop as
     select s.place, s.line, s.cells, min(r.id) as row_id, count(*) as hits
     from staged_rows s
     join ${rows} on ${isSame}
     group by s.place, s.line, s.cells`,
    parameters,
  )
  const [counts] = await tx.query<{ matched: number; several: number; lines: number[] }>(
    `with gone as (delete from staged_rows s using staged_updates u where s.place = u.place)
     select count(*)::int as matched, count(*) filter (where hits > 1)::int as several,
       coalesce((array_agg(line order by line) filter (where hits > 1))[:$1::int], '{}') as lines
     from staged_updates`,
    [listed],
  )
  const { matched, several, lines } = counts!
  if (!key.of) await tx.query('update staged_rows set key = (cells -> $1)::text', [key.columnId])
  return { matched, severalRows: several, lines, folded: await foldSameKeys(tx) }
}

/** The keys of the rows that are there. */
async function nameRows(tx: Tx, websetId: string, key: MatchKey & { of: (value: CellValue) => string }): Promise<void> {
  await tx.query('create temporary table row_keys (id bigint not null, key text not null) on commit drop')
  for (let last = 0; ;) {
    const rows = await tx.query<{ id: number; value: CellValue }>(
      `select id, cells -> $2 as value
       from rows
       where webset_id = $1 and deleted_at is null and id > $3 and coalesce(cells ->> $2, '') <> ''
       order by id
       limit $4`,
      [websetId, key.columnId, last, ROWS_AT_ONCE],
    )
    await tx.query('insert into row_keys select * from unnest($1::bigint[], $2::text[])', [
      rows.map(({ id }) => id),
      rows.map(({ value }) => key.of(value)),
    ])
    if (rows.length < ROWS_AT_ONCE) break
    last = rows.at(-1)!.id
  }
  await tx.query('analyze row_keys')
}

/** New records with one key become the first of them. A later value replaces an earlier one, unless it does not fit. */
async function foldSameKeys(tx: Tx): Promise<number> {
  const [folded] = await tx.query<{ count: number }>(
    `with groups as (
       select key, min(place) as place
       from staged_rows
       where key is not null
       group by key
       having count(*) > 1
     ),
     merged as (
       select g.place, jsonb_object_agg(c.key, c.value order by c.key = any (s.unfit) desc, s.place) as cells
       from groups g
       join staged_rows s on s.key = g.key
       cross join lateral jsonb_each(s.cells) c
       group by g.place
     ),
     kept as (update staged_rows s set cells = m.cells from merged m where s.place = m.place),
     gone as (
       delete from staged_rows s using groups g where s.key = g.key and s.place <> g.place returning s.place
     )
     select count(*)::int as count from gone`,
  )
  return folded!.count
}
