import type { Run } from '@enrichify/contracts'
import { FACTS, type Product } from './product.ts'
import type { Truth } from './truth.ts'
import { until } from './until.ts'

export interface Findings {
  /** Sentences about what does not hold. We want none. */
  broken: string[]
  cells: number
  lost: number
  doubled: number
  verified: number
  /** How often a batch was begun again. Above 0 the fault hit work in flight. */
  batchesBegunAgain: number
}

/** Everything that must hold after a fault, by questions to the API and to PostgreSQL. */
export async function checkInvariants(product: Product, truth: Truth, runId: string): Promise<Findings> {
  const broken: string[] = []
  const must = (holds: boolean, sentence: string): void => {
    if (!holds) broken.push(sentence)
  }
  const cells = product.rows * FACTS.length
  const run = await product.run(runId)
  must(run.state === 'finished', `the run is ${run.state}`)
  must(run.message === null, `the run says “${run.message}”`)
  must(run.rowsDone === product.rows, `${run.rowsDone} of ${product.rows} rows are done`)
  must(run.cellsDone === cells, `${run.cellsDone} of ${cells} cells are done`)
  must(sum(run) === cells, `the run's counts add up to ${sum(run)}, not to ${cells}`)

  const changes = await truth.one<{ all: number; cells: number }>(
    'select count(*)::int as all, count(distinct (row_id, column_id))::int as cells from changes where run_id = $1',
    [runId],
  )
  must(changes.cells === cells, `${cells - changes.cells} cells have no change by this run`)
  must(changes.all === changes.cells, `${changes.all - changes.cells} changes are doubled`)

  const states = await truth.ask<{ state: string; count: number }>(
    'select state, count(*)::int from cell_states where run_id = $1 group by 1',
    [runId],
  )
  const stated = new Map(states.map(({ state, count }) => [state, count]))
  must(
    [...stated.values()].reduce((all, count) => all + count, 0) === cells,
    `cells with a terminal state: ${JSON.stringify(states)}`,
  )
  for (const state of ['verified', 'cited', 'asserted'] as const)
    must(
      run.counts[state] === (stated.get(state) ?? 0),
      `the run counts ${run.counts[state]} ${state}, the cells say ${stated.get(state) ?? 0}`,
    )

  const waiting = await truth.count(`select count(*) from run_batches where run_id = $1 and state <> 'done'`, [runId])
  must(waiting === 0, `${waiting} batches are not done`)
  const leased = await truth.count('select count(*) from run_batches where run_id = $1 and lease_token is not null', [
    runId,
  ])
  must(leased === 0, `${leased} batches are still leased`)
  const again = await truth.count('select coalesce(sum(attempts - 1), 0) as count from run_batches where run_id = $1', [
    runId,
  ])
  must((await truth.count('select count(*) from outbox')) === 0, 'the outbox is not empty')
  await until(
    'an empty queue',
    async () =>
      (await truth.count(`select count(*) from bullmq.job where data ->> 'runId' = $1 and state not in ('completed')`, [
        runId,
      ])) === 0,
    { withinMs: 15_000 },
  ).catch(() => broken.push('jobs of the run are left in the queue'))

  const apart = await truth.count(
    `select count(*)
     from changes c
     join rows r on r.workspace_id = c.workspace_id and r.webset_id = c.webset_id and r.id = c.row_id
     where c.run_id = $1 and coalesce(r.cells -> c.column_id, 'null') is distinct from coalesce(c.after, 'null')`,
    [runId],
  )
  must(apart === 0, `${apart} cells have another value than their last change`)
  broken.push(...(await unproven(truth, runId)), ...(await shownOtherwise(product, truth)))
  return {
    broken,
    cells,
    lost: cells - changes.cells,
    doubled: changes.all - changes.cells,
    verified: run.counts.verified,
    batchesBegunAgain: again,
  }
}

function sum({ counts }: Run): number {
  return (
    counts.verified +
    counts.cited +
    counts.asserted +
    counts.kept +
    Object.values(counts.empty).reduce((all, count) => all + count, 0)
  )
}

/**
 * Each verified cell has a quote, and the stored text contains the quote at its place (in UTF-16 units, as JavaScript
 * counts).
 */
async function unproven(truth: Truth, runId: string): Promise<string[]> {
  const missing = await truth.count(
    `select count(*)
     from cell_states s
     left join evidence e on e.workspace_id = s.workspace_id and e.id = s.evidence_id and e.verified
     where s.run_id = $1 and s.state = 'verified' and e.id is null`,
    [runId],
  )
  const quotes = await truth.ask<{ quote: string; start: number; end: number; hash: string }>(
    `select distinct e.quote, e.start_offset as start, e.end_offset as end, e.text_hash as hash
     from cell_states s
     join evidence e on e.workspace_id = s.workspace_id and e.id = s.evidence_id
     where s.run_id = $1 and s.state = 'verified'`,
    [runId],
  )
  const texts = new Map(
    (await truth.ask<{ hash: string; text: string }>('select hash, text from evidence_texts')).map(({ hash, text }) => [
      hash,
      text,
    ]),
  )
  const wrong = quotes.filter(({ quote, start, end, hash }) => texts.get(hash)?.slice(start, end) !== quote)
  return [
    ...(missing ? [`${missing} verified cells have no evidence`] : []),
    ...(wrong.length ? [`${wrong.length} quotes are not at their place`] : []),
  ]
}

/** The client shows what the database has. */
async function shownOtherwise(product: Product, truth: Truth): Promise<string[]> {
  const stored = new Map(
    (
      await truth.ask<{ id: string; cells: Record<string, unknown> }>(
        'select id, cells from rows where webset_id = $1 and deleted_at is null',
        [product.websetId],
      )
    ).map((row) => [Number(row.id), row.cells]),
  )
  const shown = await product.allRows()
  const other = shown.filter((row) =>
    Object.entries(row.cells).some(
      ([column, value]) => JSON.stringify(value) !== JSON.stringify(stored.get(row.id)?.[column] ?? null),
    ),
  )
  return [
    ...(shown.length === stored.size ? [] : [`${shown.length} rows are shown, ${stored.size} stored`]),
    ...(other.length ? [`${other.length} rows are shown differently from what is stored`] : []),
  ]
}
