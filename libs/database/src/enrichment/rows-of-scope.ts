import { FAILED_REASONS, type RunScope } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import type { IdRanges } from '../websets/id-ranges.ts'
import { inRanges } from '../websets/ranged-rows.ts'
import { isJudgedRight } from '../websets/verdicts.ts'

/** A scope whose rows can be selected. The rows of a view are known as ranges of ids by then. */
export type RowScope = Exclude<RunScope, { kind: 'view' }> | { kind: 'ranges'; ranges: IdRanges }

/** What a run covers. `fillEmptied`: a cell that a person emptied is a gap like any other. */
export interface Covered {
  scope: RowScope
  columnIds: readonly string[]
  fillEmptied: boolean
}

/** Whether a cell of row `r` is a gap. `emptied`: also one that a person emptied. */
function isGap(column: string, emptied: string): string {
  return `coalesce(r.cells ->> ${column}, '') = ''
    and not exists (
      select
      from cell_states s
      where s.workspace_id = r.workspace_id and s.webset_id = r.webset_id and s.row_id = r.id
        and s.column_id = ${column} and s.state = 'human' and not ${emptied}
    )`
}

/** The gaps of a webset, by column. */
export async function countGaps(
  tx: Tx,
  websetId: string,
  { columnIds, fillEmptied }: Pick<Covered, 'columnIds' | 'fillEmptied'>,
): Promise<Map<string, number>> {
  const found = await tx.query<{ columnId: string; cells: number }>(
    `select c as "columnId", count(*)::int as cells
     from rows r
     cross join unnest($2::text[]) c
     where r.webset_id = $1 and r.deleted_at is null and ${isGap('c', '$3::boolean')}
     group by 1`,
    [websetId, columnIds, fillEmptied],
  )
  return new Map(found.map(({ columnId, cells }) => [columnId, cells]))
}

/**
 * The rows of a scope as a select of their ids. Its parameters begin at `first`; `webset` is the parameter with the
 * webset.
 */
export function rowsOf(
  { scope, columnIds, fillEmptied }: Covered,
  first: number,
  webset = '$4',
): { sql: string; parameters: unknown[] } {
  const live = `select r.id from rows r where r.webset_id = ${webset} and r.deleted_at is null`
  const state = 's.workspace_id = r.workspace_id and s.webset_id = r.webset_id and s.row_id = r.id'
  switch (scope.kind) {
    case 'all':
      return { sql: live, parameters: [] }
    case 'first':
      return { sql: `${live} order by r.id limit $${first}`, parameters: [scope.count] }
    case 'rows':
      return { sql: `${live} and r.id = any ($${first}::bigint[])`, parameters: [scope.rowIds] }
    case 'ranges':
      return {
        sql: `select r.id from ${inRanges('id', 'deleted_at is null offset 0', { webset, ranges: `$${first}` })}`,
        parameters: [scope.ranges],
      }
    case 'only_empty':
      return {
        sql: `${live}
          and exists (select from unnest($${first}::text[]) c where ${isGap('c', `$${first + 1}::boolean`)})`,
        parameters: [columnIds, fillEmptied],
      }
    case 'only_stale':
      return {
        sql: `${live}
          and exists (
            select
            from cell_states s
            where ${state} and s.column_id = any ($${first}::text[]) and s.stale
              and not ${isJudgedRight('s.column_id')}
          )`,
        parameters: [columnIds],
      }
    case 'only_failed':
      return {
        sql: `${live}
          and exists (
            select
            from cell_states s
            where ${state} and s.column_id = any ($${first}::text[]) and s.state = 'empty'
              and s.empty_reason = any ($${first + 1}::text[])
          )`,
        parameters: [columnIds, FAILED_REASONS],
      }
  }
}
