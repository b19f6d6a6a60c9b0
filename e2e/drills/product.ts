import {
  addColumn,
  createWebset,
  getRun,
  listRows,
  loginWithLink,
  makeClient,
  startRun,
  type Client,
  type Row,
  type Run,
} from '@enrichify/contracts'
import { attachSampleArchive, importCompanies } from './sample.ts'
import type { Stack } from './stack.ts'

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
    const { id } = await this.#call(createWebset, { body: { name: 'Drill' } })
    this.websetId = id
    await importCompanies(this.#call, id, { rows })
    for (const fact of FACTS) await this.#call(addColumn, { params: { id }, body: { fact } })
    await attachSampleArchive(this.#call, id)
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
