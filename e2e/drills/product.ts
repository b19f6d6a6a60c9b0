import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  addColumn,
  createWebset,
  getArchive,
  getImport,
  getRun,
  listRows,
  loginWithLink,
  makeClient,
  startImport,
  startRun,
  uploadArchive,
  type Client,
  type Row,
  type Run,
} from '@enrichify/contracts'
import { root, type Stack } from './stack.ts'
import { until } from './until.ts'

const SITES = [
  'rye-and-river',
  'harcourt-plumbing',
  'optik-sommerfeld',
  'cedar-hollow-vets',
  'chez-lucienne',
  'pruitt-malloy',
  'tobar-house',
  'summit-roofing',
  'fietsen-van-dam',
  'fennbridge-antiques',
  'clinica-arroyo',
]
export const FACTS = ['phone', 'fax', 'street', 'people', 'email'] as const

/** The product as a person meets it: through its HTTP API, signed in by the link that the launcher prints. */
export class Product {
  readonly #stack: Stack
  readonly #call: Client
  token = ''
  websetId = ''
  rows = 0

  constructor(stack: Stack) {
    this.#stack = stack
    this.#call = makeClient({
      baseUrl: stack.address,
      headers: (): Record<string, string> => (this.token ? { authorization: `Bearer ${this.token}` } : {}),
    })
  }

  async signIn(): Promise<void> {
    this.token = (await this.#call(loginWithLink, { body: { token: this.#stack.token } })).accessToken
  }

  /** A webset with `rows` companies of the sample's eleven sites, its archive, and five columns that ask. */
  async makeWebset(rows: number): Promise<void> {
    this.rows = rows
    const list = Array.from(
      { length: rows },
      (_, at) => `Company ${at + 1},https://${SITES[at % SITES.length]}.example`,
    )
    const { id } = await this.#call(createWebset, { body: { name: 'Drill' } })
    this.websetId = id
    const started = await this.#call(startImport, {
      params: { id },
      form: asForm(new Blob([`Business,Website\n${list.join('\n')}\n`]), 'list.csv'),
    })
    if (!('id' in started)) throw new Error('The import answered with a preview.')
    await until('the import', async () => {
      const job = await this.#call(getImport, { params: { id: started.id } })
      if (job.state === 'failed') throw new Error(job.message ?? 'import failed')
      return job.state === 'finished' && job.rows === rows
    })
    for (const fact of FACTS) await this.#call(addColumn, { params: { id }, body: { fact } })
    await this.#call(uploadArchive, {
      params: { id },
      form: asForm(
        new Blob([readFileSync(join(root, 'libs/features/assets/sample-web.warc.gz'))]),
        'sample-web.warc.gz',
      ),
    })
    await until(
      'the archive',
      async () => (await this.#call(getArchive, { params: { id } })).archive?.state === 'ready',
    )
  }

  startRun(): Promise<Run> {
    return this.#call(startRun, { params: { id: this.websetId }, body: { scope: { kind: 'all' }, again: true } })
  }

  run(id: string): Promise<Run> {
    return this.#call(getRun, { params: { id } })
  }

  async allRows(): Promise<Row[]> {
    const rows: Row[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const window: { rows: Row[]; nextCursor: string | null } = await this.#call(listRows, {
        params: { id: this.websetId },
        query: { limit: 500, ...(cursor ? { cursor } : {}) },
      })
      rows.push(...window.rows)
      cursor = window.nextCursor
    }
    return rows
  }

  async isUp(): Promise<boolean> {
    return (await fetch(`${this.#stack.address}/health`)).ok
  }
}

function asForm(file: Blob, name: string): FormData {
  const form = new FormData()
  form.set('file', file, name)
  return form
}
