import { COLUMN_TYPES, type ColumnKind } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import { Parameters, whereOf, type RowQuery } from '../websets/row-query.ts'

export interface ColumnFigures {
  rows: number
  filled: number
  /** Null: the column contains no numbers. */
  sum: number | null
  average: number | null
  median: number | null
  min: string | null
  max: string | null
}

type Query = Pick<RowQuery, 'filter' | 'search'>

/** Sums, means and groups over the rows of one webset that match. */
export class SheetFiguresRepository {
  async column(
    tx: Tx,
    websetId: string,
    query: Query,
    kinds: ReadonlyMap<string, ColumnKind>,
    columnId: string,
  ): Promise<ColumnFigures> {
    const parameters = new Parameters()
    const where = whereOf(query, websetId, kinds, parameters)
    const column = `${parameters.add(columnId)}::text`
    const isNumber = COLUMN_TYPES[kinds.get(columnId) ?? 'text'].sortAs === 'number'
    const number = `case when jsonb_typeof(r.cells -> ${column}) = 'number' then (r.cells -> ${column})::numeric end`
    const [found] = await tx.query<{
      rows: number
      filled: number
      sum: string | null
      average: string | null
      median: number | null
      min: string | null
      max: string | null
    }>(
      `select count(*) as rows, count(text) as filled, sum(number) as sum, avg(number) as average,
           percentile_cont(0.5) within group (order by number) as median,
         ${isNumber ? 'min(number)::text as min, max(number)::text as max' : 'min(text) as min, max(text) as max'}
       from (select nullif(r.cells ->> ${column}, '') as text, ${number} as number from rows r where ${where}) cells`,
      parameters.values,
    )
    const read = (text: string | number | null | undefined): number | null =>
      text === null || text === undefined ? null : Number(text)
    return {
      rows: found?.rows ?? 0,
      filled: found?.filled ?? 0,
      sum: read(found?.sum),
      average: read(found?.average),
      median: read(found?.median),
      min: found?.min ?? null,
      max: found?.max ?? null,
    }
  }

  /** How often each value occurs in a column, the most frequent first. Empty cells count as null. */
  groups(
    tx: Tx,
    websetId: string,
    query: Query,
    kinds: ReadonlyMap<string, ColumnKind>,
    columnId: string,
    limit: number,
  ): Promise<{ value: string | null; count: number }[]> {
    const parameters = new Parameters()
    const where = whereOf(query, websetId, kinds, parameters)
    return tx.query(
      `select nullif(r.cells ->> ${parameters.add(columnId)}::text, '') as value, count(*) as count
       from rows r
       where ${where}
       group by 1
       order by 2 desc, 1
       limit ${parameters.add(limit)}`,
      parameters.values,
    )
  }

  /** How many cells of a column are in which state. Cells that came with the list have none. */
  states(
    tx: Tx,
    websetId: string,
    query: Query,
    kinds: ReadonlyMap<string, ColumnKind>,
    columnId: string,
  ): Promise<{ state: string | null; count: number }[]> {
    const parameters = new Parameters()
    const where = whereOf(query, websetId, kinds, parameters)
    return tx.query(
      `select s.state, count(*) as count
       from rows r
       left join cell_states s on s.workspace_id = r.workspace_id and s.webset_id = r.webset_id
         and s.row_id = r.id and s.column_id = ${parameters.add(columnId)}
       where ${where} group by 1 order by 2 desc`,
      parameters.values,
    )
  }
}
