import type { EmptyReason } from '@enrichify/domain'
import type { Tx } from '../database.ts'

export interface RunProgress {
  rowsDone: number
  verified: number
  cited: number
  asserted: number
  kept: number
  unchanged: number
  empty: Partial<Record<EmptyReason, number>>
  pages: number
}

/** Sums over the batches (a few per thousand rows), not over the cells. */
export async function progress(tx: Tx, runIds: readonly string[]): Promise<Map<string, RunProgress>> {
  const found = await tx.query<RunProgress & { runId: string }>(
    `select b.run_id as "runId", sum(cardinality(b.done_row_ids))::int as "rowsDone",
              sum(b.verified)::int as verified, sum(b.cited)::int as cited, sum(b.asserted)::int as asserted,
            sum(b.kept)::int as kept, sum(b.unchanged)::int as unchanged, sum(b.pages)::int as pages,
            coalesce(
              (
                select jsonb_object_agg(key, total)
                from (
                  select e.key, sum(e.value::int) as total
                  from run_batches o
                  cross join lateral jsonb_each_text(o.empties) e
                  where o.run_id = b.run_id
                  group by 1
                ) t
              ),
              '{}'
            ) as empty
     from run_batches b where b.run_id = any ($1) group by 1`,
    [runIds],
  )
  return new Map(found.map(({ runId, ...progress }) => [runId, progress]))
}

/** Cells that a run wrote, by column and state, from the history. */
export function columnResults(
  tx: Tx,
  websetId: string,
  runId: string,
): Promise<{ columnId: string; state: string; cells: number; micros: number }[]> {
  return tx.query(
    `select column_id as "columnId", after_state as state, count(*)::int as cells,
       coalesce(sum(cost_micros), 0)::bigint as micros
     from changes
     where webset_id = $1 and run_id = $2
     group by 1, 2`,
    [websetId, runId],
  )
}

/** Cells that a run filled, by the rung that gave the value. */
export function rungResults(
  tx: Tx,
  websetId: string,
  runId: string,
): Promise<{ kind: string; source: string | null; cells: number; verified: number }[]> {
  return tx.query(
    `select t.step ->> 'kind' as kind, t.step ->> 'source' as source, count(*)::int as cells,
       (count(*) filter (where s.state = 'verified'))::int as verified
     from cell_states s
     cross join lateral (
       select step from jsonb_array_elements(s.trace) step where step ->> 'outcome' = 'answered' limit 1
     ) t
     where s.webset_id = $1 and s.run_id = $2 and s.state not in ('empty', 'human') group by 1, 2`,
    [websetId, runId],
  )
}

/** Cells and money in equal slices of the run’s time. */
export function timeline(
  tx: Tx,
  websetId: string,
  runId: string,
  from: Date,
  to: Date,
  slices: number,
): Promise<{ slice: number; cells: number; micros: number }[]> {
  return tx.query(
    `select width_bucket(
       extract(epoch from at)::float8, extract(epoch from $3::timestamptz)::float8,
       extract(epoch from $4::timestamptz)::float8 + 0.001, $5
     ) as slice,
       count(*)::int as cells, coalesce(sum(cost_micros), 0)::bigint as micros
     from changes where webset_id = $1 and run_id = $2 group by 1 order by 1`,
    [websetId, runId, from, to, slices],
  )
}
