/*
 * Windows of a large sheet through the API, one reader: filtered and sorted, with rows in the trash, a run on and a
 * person who edits. Each further window is timed beside a look-up of the same hundred rows by their primary key, in
 * turns, past the product. Times are as a client sees them, with the JSON read.
 * usage: node --conditions=source bench/windows.bench.ts [--rows 1000000] [--windows 300]
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import {
  createWebset,
  deleteRows,
  editCells,
  listRows,
  loginWithLink,
  makeClient,
  type Output,
} from '@enrichify/contracts'
import { Stack } from '../e2e/drills/stack.ts'
import { Truth } from '../e2e/drills/truth.ts'
import { until } from '../e2e/drills/until.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, windows: { type: 'string', default: '300' } },
})
const [rows, windows] = [Number(values.rows), Number(values.windows)]
const LIMIT = 100
const NUMBERS = new Set([2, 8, 14])
const FILTER = JSON.stringify([{ column: 'c3', op: 'contains', value: 'berlin' }])

/** One row as SQL, from its id `n`: 20 cells, about 600 bytes. */
const CELLS = `jsonb_build_object(
  'c1', 'Company ' || n, 'c2', n * 7919 % 1000003,
  'c3', (array['Berlin', 'Hamburg', 'Paris', 'Lyon', 'Madrid'])[1 + n % 5],
  'c4', 'https://www.company-' || n || '.example/', 'c5', 'Managing director ' || n % 7000, 'c6', md5(n::text),
  'c7', '+49 30 ' || 1000000 + n, 'c8', n % 100, 'c9', 'Street ' || n % 5000, 'c10', lpad((n % 99999)::text, 5, '0')
) || jsonb_build_object(
  'c11', 'Legal form ' || n % 12, 'c12', 'Person ' || n % 70000, 'c13', 'info@company-' || n || '.example',
  'c14', n % 7777 * 1.37, 'c15', 'Retail and wholesale', 'c16', 'yes', 'c17', 'A short text about company ' || n,
  'c18', 'Sector ' || n % 40, 'c19', 'Germany', 'c20', 'Note ' || n % 1000
)`

const stack = await Stack.open()
const truth = new Truth(stack)
let token = ''
const headers = (): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {})
const call = makeClient({ baseUrl: stack.address, headers })

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now()
  return [await work(), performance.now() - began]
}
const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * share))]!
const ms = (time: number): string => (time < 100 ? time.toFixed(1) : Math.round(time).toLocaleString('en')) + ' ms'
const spread = (times: readonly number[]): string =>
  `p50 ${ms(quantile(times, 0.5))}, p95 ${ms(quantile(times, 0.95))}, max ${ms(Math.max(...times))}`

try {
  token = (await call(loginWithLink, { body: { token: stack.token } })).accessToken
  const { id } = await call(createWebset, {
    body: {
      name: 'Windows',
      columns: Array.from({ length: 20 }, (_, at) => ({
        name: `Column ${at + 1}`,
        kind: NUMBERS.has(at + 1) ? ('number' as const) : ('text' as const),
      })),
    },
  })
  const { workspace } = await truth.one<{ workspace: string }>(
    'select workspace_id as workspace from websets where id = $1',
    [id],
  )
  const [, filled] = await timed(async () => {
    await truth.ask(
      `insert into rows (workspace_id, webset_id, id, cells)
       select $1, $2, n, ${CELLS} from generate_series(1, $3::bigint) n`,
      [workspace, id, rows],
    )
    await truth.ask('update websets set next_row_id = $2::bigint + 1, row_count = $2 where id = $1', [id, rows])
    await truth.ask(
      `insert into cell_states (workspace_id, webset_id, row_id, column_id, state, empty_reason)
       select $1, $2, n, column_id, 'empty', 'not_on_page'
       from generate_series(1, $3::bigint) n, unnest(array['c5', 'c12']) column_id`,
      [workspace, id, rows],
    )
    // Paused, so that its batches wait as long as the measurement takes.
    const run = randomUUID()
    await truth.ask(
      `insert into runs (workspace_id, id, webset_id, name, state, scope, column_ids, max_pages, rows, created_by)
       select $1, $2, $3, 'Run', 'paused', '{"kind":"all"}', '{c12}', 1, $4, user_id
       from memberships
       where workspace_id = $1
       limit 1`,
      [workspace, run, id, rows],
    )
    await truth.ask(
      `insert into run_batches (workspace_id, webset_id, run_id, id, row_ids)
       select $1, $2, $3, n, array(select generate_series(n * 20 + 1, n * 20 + 20))
       from generate_series(0, $4::bigint / 20 - 1) n`,
      [workspace, id, run, rows],
    )
    await truth.ask('vacuum analyze rows, cell_states, run_batches')
  })
  console.log(
    `${rows.toLocaleString('en')} rows of 20 cells, 2 states a row, ${rows / 20} batches that wait: ` +
      `made in ${(filled / 1000).toFixed(0)} s`,
  )

  const read = async (query: Record<string, string | number>): Promise<Output<typeof listRows>> => {
    const search = new URLSearchParams(
      Object.entries({ limit: LIMIT, ...query }).map(([name, value]) => [name, String(value)]),
    )
    const response = await fetch(`${stack.address}/api/v1/websets/${id}/rows?${search}`, { headers: headers() })
    if (!response.ok) throw new Error(`A window was answered with ${response.status}: ${await response.text()}`)
    return (await response.json()) as Output<typeof listRows>
  }
  /** Windows at random places, each beside its rows by primary key. */
  const further = async (name: string, query: Record<string, string | number>, total: number): Promise<void> => {
    const [ours, keys]: [number[], number[]] = [[], []]
    for (let at = 0; at < windows; at++) {
      const offset = Math.floor(Math.random() * (total - LIMIT))
      const [found, took] = await timed(() => read({ ...query, offset }))
      if (found.ids.length !== LIMIT || found.building) throw new Error(`A window has ${found.ids.length} rows.`)
      ours.push(took)
      const [, looked] = await timed(() =>
        truth.ask('select id, cells from rows where workspace_id = $1 and webset_id = $2 and id = any ($3)', [
          workspace,
          id,
          found.ids,
        ]),
      )
      keys.push(looked)
    }
    console.log(
      `  ${name}: ${spread(ours)}; the same rows by primary key: ${spread(keys)}; ` +
        `ratio of the medians ${(quantile(ours, 0.5) / quantile(keys, 0.5)).toFixed(1)}`,
    )
  }

  console.log('Unsorted:')
  await further('trash empty', {}, rows)
  await call(deleteRows, { params: { id }, body: { rowIds: [Math.floor(rows / 3)] } })
  await further('one row in the trash', {}, rows - 1)
  const trash = Array.from({ length: Math.min(5000, rows / 200) }, (_, at) => at * 200 + 1)
  await call(deleteRows, { params: { id }, body: { rowIds: trash } })
  await further(`${trash.length + 1} rows in the trash`, {}, rows - trash.length - 1)

  let isEditing = true
  let edits = 0
  const editing = (async () => {
    for (; isEditing; edits++) {
      await call(editCells, {
        params: { id },
        body: { edits: [{ rowId: 2 + edits, columnId: 'c20', text: `Note ${edits}` }] },
      })
      await new Promise((done) => setTimeout(done, 100))
    }
  })()
  const VIEWS: [string, Record<string, string>][] = [
    ['filtered and sorted by number', { filter: FILTER, sort: 'c2:asc' }],
    ['sorted by number', { sort: 'c2:desc' }],
    ['sorted by text', { sort: 'c6:asc' }],
    ['rare search', { search: `company-${rows - 7}.` }],
  ]
  for (const [name, query] of VIEWS) {
    const began = performance.now()
    const [first, took] = await timed(() => read(query))
    const seen = new Set<number>()
    const complete = await until(
      `the order of “${name}”`,
      async () => {
        const { building, total } = await read({ ...query, order: first.order.id, limit: 1 })
        if (building) seen.add(building.done)
        return building ? null : { total, at: performance.now() - began }
      },
      { everyMs: 100, withinMs: 120_000 },
    )
    console.log(
      `${name}, ${complete.total.toLocaleString('en')} rows: first window ${ms(took)}, ` +
        `order complete after ${ms(complete.at)}, ${seen.size} steps of progress seen`,
    )
    if (complete.total >= LIMIT) await further('further windows', { ...query, order: first.order.id }, complete.total)
    else {
      const times: number[] = []
      for (let at = 0; at < windows / 10; at++)
        times.push((await timed(() => read({ ...query, order: first.order.id })))[1])
      console.log(`  again: ${spread(times)}`)
    }
  }
  isEditing = false
  await editing
  console.log(`One person edited ${edits} cells meanwhile.`)
} finally {
  await truth.close()
  await stack.remove()
}
