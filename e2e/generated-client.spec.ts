import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { warcOf } from '../libs/features/src/testing/warc-of.ts'
import { root, Stack } from './drills/stack.ts'
import { until } from './drills/until.ts'

const run = promisify(execFile)
/** Below `node_modules`, so that the programs find the packages that they import; made anew each time. */
const folder = join(root, 'node_modules', '.cache', 'generated-client')
const guide = readFileSync(join(root, 'docs/guides/use-the-api.md'), 'utf8')

/** Signs in as people do, and makes a token for the program of the guide. */
const SIGN_IN = `
import createClient from 'openapi-fetch'
import type { paths } from './enrichify.js'
const [baseUrl = '', token = ''] = process.argv.slice(2)
const visitor = createClient<paths>({ baseUrl })
const { data, error } = await visitor.POST('/api/v1/auth/link', { body: { token } })
if (!data) throw new Error(error.code)
const person = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${data.accessToken}\` } })
const refused = await person.POST('/api/v1/workspace/tokens', { body: { name: '', scopes: ['read'] } })
if (refused.error?.issues?.[0]?.path !== 'body.name') throw new Error('An empty name was not refused')
const made = await person.POST('/api/v1/workspace/tokens', {
  body: { name: 'Guide', scopes: ['read', 'write', 'run', 'export'] },
})
if (!made.data) throw new Error(made.error.code)
console.log(made.data.token)
`
/** What the compiler must refuse, or its silence about the rest says nothing. */
const MISTAKES = `
import createClient from 'openapi-fetch'
import type { paths } from './enrichify.js'
const api = createClient<paths>({ baseUrl: '' })
// @ts-expect-error: there is no such route
await api.GET('/api/v1/nothing')
// @ts-expect-error: the name is missing
await api.POST('/api/v1/websets', { body: {} })
// @ts-expect-error: no such fact
await api.POST('/api/v1/websets/{id}/columns', { params: { path: { id: '' } }, body: { fact: 'shoe size' } })
const { data } = await api.GET('/api/v1/runs/{id}', { params: { path: { id: '' } } })
// @ts-expect-error: no such state
if (data?.state === 'asleep') process.exit(1)
`
const SETTINGS = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    target: 'es2024',
    lib: ['es2024'],
    module: 'nodenext',
    types: ['node'],
    outDir: 'dist',
  },
  include: ['*.ts'],
}

let stack: Stack
let token = ''
beforeAll(async () => {
  stack = await Stack.open()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
})
afterAll(() => stack?.remove())

it('a client that is generated from the document of a running server does the main job of the guide', async () => {
  const program = /```ts\n(.*?)```/s.exec(guide)![1]!
  const files: Record<string, string> = {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify(SETTINGS),
    'main.ts': program,
    'sign-in.ts': SIGN_IN,
    'mistakes.ts': MISTAKES,
    'list.csv': 'company,website\nRye & River Bakery,https://rye.example\nNowhere Ltd,https://nowhere.example\n',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const pages = { 'https://rye.example/': '<title>Rye & River Bakery</title><p>Call us: +44 20 7946 0123</p>' }
  writeFileSync(join(folder, 'pages.warc.gz'), await warcOf(pages))

  const node = (...args: string[]) =>
    run(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ENRICHIFY_URL: stack.address, ENRICHIFY_TOKEN: token },
    })
  await node(join(root, 'tools/generate-client.mjs'), `${stack.address}/api/docs-json`, 'enrichify.ts')
  await node(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.').catch((error: { stdout: string }) =>
    expect.fail(error.stdout),
  )
  token = (await node('dist/sign-in.js', stack.address, stack.token)).stdout.trim()
  const { stdout } = await node('dist/main.js', 'list.csv', 'pages.warc.gz')

  expect(stdout.split('\n').slice(0, 4)).toEqual([
    '2 rows',
    '1 of 2 cells verified, for 0 $',
    'Rye & River Bakery +442079460123 verified “Call us: +44 20 7946 0123” https://rye.example/',
    'Nowhere Ltd null empty ',
  ])
  expect(readFileSync(join(folder, 'enriched.csv'), 'utf8')).toContain(
    'Rye & River Bakery,https://rye.example,+442079460123',
  )
})

it('files come in the types that the document names', async () => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const ask = async (path: string, body?: object) =>
    // any: answers are compared with the document elsewhere
    (
      await fetch(stack.address + path, { headers, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) })
    ).json() as any
  const { paths } = await ask('/api/docs-json')
  const { content } = paths['/api/v1/export/{id}/download'].get.responses[200]
  const { websets } = await ask('/api/v1/websets')
  const types: (string | undefined)[] = []
  for (const format of ['csv', 'xlsx', 'jsonl']) {
    const { id } = await ask(`/api/v1/export/websets/${websets[0].id}`, { format })
    const url = await until(`the ${format} file`, async () => (await ask(`/api/v1/export/${id}`)).downloadUrl as string)
    types.push((await fetch(stack.address + url)).headers.get('content-type')?.split(';')[0])
  }
  expect(types).toEqual(Object.keys(content))
})
