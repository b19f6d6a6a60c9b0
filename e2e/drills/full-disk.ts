/*
 * What a full disk does. It needs root, because it mounts a small disk for the data:
 * node --conditions=source e2e/drills/full-disk.ts
 * Each act is refused with 507 or a job's reason, or it is done whole. With room again, everything works.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addRows, ApiError, createWebset } from '@enrichify/contracts'
import { openTarget } from '../../attacks/target.ts'
import { root } from './stack.ts'
import { until } from './until.ts'

const ROWS_AT_ONCE = 1000
const HALF_MADE = `
  select 'import' as kind, state, count(*) from imports where state in ('queued', 'running') group by 2
  union all select 'export', state, count(*) from exports where state in ('pending', 'running') group by 2
  union all select 'archive', state, count(*) from archives where state = 'indexing' group by 2`
interface Job {
  id: string
  state: string
  message: string | null
}

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
  const send = (path: string, body: FormData | object): Promise<unknown> => ask(target.token, path, body)
  const acts: Record<string, () => Promise<unknown>> = {
    'add 1,000 rows': add,
    'upload an archive': () => send(`/websets/${id}/archive`, form(archive, 'web.warc.gz')),
    'preview an import': () => send('/imports?preview=true', form(list, 'list.csv')),
    'import a list': async () => ended('/imports', (await send('/imports', form(list, 'list.csv'))) as Job),
    'export the sheet': async () => ended('/export', (await send(`/export/websets/${id}`, { format: 'xlsx' })) as Job),
    'connect a service': () =>
      send('/connections', {
        providerId: 'openai-compatible',
        label: 'Model',
        key: 'a-secret-key-1234',
        settings: { baseUrl: 'http://127.0.0.1:9/v1' },
      }),
    'make a webset': () => call(createWebset, { body: { name: 'Another' } }),
  }
  for (let round = 0; round < 20; round++) await add()
  console.log('── with room')
  await tell(acts)
  fill()
  console.log('── on a full disk')
  for (let round = 0; round < 40; round++) await add().catch(() => {})
  await tell(acts)
  console.log('health', await health(stack.address))
  rmSync(filler)
  console.log('── with room again')
  await until('health', async () => (await fetch(`${stack.address}/health`)).status === 200, { withinMs: 180_000 })
  await tell(acts)
  console.log(
    'rows answered and stored',
    rows,
    await truth.count(`select count(*) from rows where webset_id = $1`, [id]),
  )
  console.log('half-made', await truth.ask(HALF_MADE))
  console.log('health', await health(stack.address))
} finally {
  await target.close()
  execFileSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
}

async function ask(token: string, path: string, body: FormData | object): Promise<unknown> {
  const isForm = body instanceof FormData
  const response = await fetch(`${stack.address}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...(isForm ? {} : { 'content-type': 'application/json' }) },
    body: isForm ? body : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 300)}`)
  return JSON.parse(text)
}

async function ended(path: string, job: Job): Promise<Job> {
  return until(
    `the end of ${path}`,
    async () => {
      const response = await fetch(`${stack.address}/api/v1${path}/${job.id}`, {
        headers: { authorization: `Bearer ${target.token}` },
      })
      const now = (await response.json()) as Job
      return /^(ready|finished|failed|cancelled)$/i.test(now.state) ? now : null
    },
    { withinMs: 60_000 },
  )
}

async function tell(acts: Record<string, () => Promise<unknown>>): Promise<void> {
  for (const [name, act] of Object.entries(acts)) {
    const said = await act().then(
      (answer) => {
        const job = answer as Partial<Job> | undefined
        return job?.state ? `${job.state} ${job.message ?? ''}` : 'done'
      },
      (error: unknown) => (error instanceof ApiError ? `${error.status} ${error.message}` : String(error)),
    )
    console.log(`  ${name}: ${said}`)
  }
}

async function health(address: string): Promise<string> {
  const { status, parts } = (await (await fetch(`${address}/health`)).json()) as {
    status: string
    parts: Record<string, { status: string; message?: string }>
  }
  return `${status}: ${Object.entries(parts)
    .filter(([, part]) => part.status === 'down')
    .map(([name, { message }]) => `${name} ${message}`)
    .join(', ')}`
}
