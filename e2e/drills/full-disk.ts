/*
 * What a full disk does. It needs root, because it mounts a small disk for the data:
 * node --conditions=source e2e/drills/full-disk.ts
 * Each act is refused with 507 or a job's reason, or it is done whole. With room again, everything works.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  addConnection,
  addRows,
  createWebset,
  getExport,
  getImport,
  startExport,
  startNewImport,
  uploadArchive,
} from '@enrichify/contracts'
import { openTarget } from '../../attacks/target.ts'
import { openList } from './held.ts'
import { root } from './stack.ts'
import { until } from './until.ts'

const ROWS_AT_ONCE = 1000
const JOB_MS = 30_000
const DONE = 'done'
const WAITS = 'waits for room'
const HALF_MADE = `
  select 'import' as kind, state, count(*) from imports where state in ('queued', 'running') group by 2
  union all select 'export', state, count(*) from exports where state in ('pending', 'running') group by 2
  union all select 'archive', state, count(*) from archives where state = 'indexing' group by 2`
const disk = mkdtempSync(join(tmpdir(), 'enrichify-full-disk-'))
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=450m,mode=755', 'tmpfs', disk])
process.env.TMPDIR = disk
const filler = join(disk, 'filler')

function fill(): void {
  const file = openSync(filler, 'w')
  for (let size = 1024 * 1024; size >= 512;) {
    try {
      writeSync(file, Buffer.alloc(size, 1))
    } catch {
      size /= 2
    }
  }
  closeSync(file)
}

const target = await openTarget(1)
const { call, stack, truth } = target
try {
  const { id, columns } = await call(createWebset, {
    body: { name: 'Full', columns: [{ name: 'Company', kind: 'text' }] },
  })
  const columnId = columns[0]!.id
  let rows = 0
  const add = async (): Promise<void> => {
    const body = {
      rows: Array.from({ length: ROWS_AT_ONCE }, (_, at) => ({ [columnId]: `Company ${at} `.repeat(20) })),
    }
    rows += (await call(addRows, { params: { id }, body })).rows.length
  }
  const form = (content: string | Buffer, name: string): FormData => {
    const made = new FormData()
    made.set('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name)
    return made
  }
  const archive = readFileSync(join(root, 'libs/features/assets/sample-web.warc.gz'))
  const list = `Company\n${'Some company\n'.repeat(200_000)}`
  const params = { id }
  const acts: Record<string, () => Promise<unknown>> = {
    'add 1,000 rows': add,
    'upload an archive': () => call(uploadArchive, { params, form: form(archive, 'web.warc.gz') }),
    'preview an import': () => call(startNewImport, { query: { preview: 'true' }, form: form(list, 'list.csv') }),
    'import a list': async () => {
      const started = await call(startNewImport, { form: form(list, 'list.csv') })
      if (!('id' in started)) throw new Error('The import answered with a preview.')
      return ended(() => call(getImport, { params: { id: started.id } }))
    },
    'export the sheet': async () => {
      const started = await call(startExport, { params, body: { format: 'xlsx' } })
      return ended(() => call(getExport, { params: { id: started.id } }))
    },
    'connect a service': () =>
      call(addConnection, {
        body: { providerId: 'openai-compatible', settings: { baseUrl: 'http://127.0.0.1:9/v1' } },
      }),
    'make a webset': () => call(createWebset, { body: { name: 'Another' } }),
  }
  const must = openList()
  for (let round = 0; round < 20; round++) await add()
  for (const [name, said] of await outcomes(acts)) must(isDone(said), `with room, ${name}: ${said}`)
  fill()
  for (let round = 0; round < 40; round++) await add().catch(() => {})
  for (const [name, said] of await outcomes(acts))
    must(isDone(said) || isFull(said), `on a full disk, ${name}: ${said}`)
  must((await fetch(`${stack.address}/health`)).status === 503, 'health is 503 on a full disk')
  rmSync(filler)
  await until('health', async () => (await fetch(`${stack.address}/health`)).status === 200, { withinMs: 180_000 })
  for (const [name, said] of await outcomes(acts)) must(isDone(said), `with room again, ${name}: ${said}`)
  const stored = await truth.count(`select count(*) from rows where webset_id = $1`, [id])
  must(rows === stored, `${rows} rows answered, ${stored} stored`)
  await until('the end of what was begun', async () => (await truth.ask(HALF_MADE)).length === 0)
} finally {
  await target.close()
  execFileSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
}

function ended<T extends { state: string }>(job: () => Promise<T>): Promise<T | null> {
  // A job that the full disk keeps in the queue is done when there is room.
  return until('the end', async () => /^(?:ready|finished|failed)$/i.test((await job()).state) && job(), {
    withinMs: JOB_MS,
  }).catch(() => null)
}

/** What each act answered, in words. */
async function outcomes(acts: Record<string, () => Promise<unknown>>): Promise<[name: string, said: string][]> {
  const all: [string, string][] = []
  for (const [name, act] of Object.entries(acts))
    all.push([
      name,
      await act().then(
        (answer) => (answer === null ? WAITS : ((answer as { message?: string | null } | undefined)?.message ?? DONE)),
        ({ status, message }: { status?: number; message: string }) => `${status ?? ''} ${message}`,
      ),
    ])
  return all
}

function isDone(said: string): boolean {
  return said === DONE
}

function isFull(said: string): boolean {
  return said === WAITS || said.startsWith('507') || said.includes('disk is full')
}
