import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from '@enrichify/collection'
import { invite, makeClient, register, type Client } from '@enrichify/contracts'
import type { Role } from '@enrichify/domain'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { root, Stack } from '../drills/stack.ts'
import { PATIENCE_MS } from '../drills/until.ts'
import type { SharedProduct } from './shared-product.ts'

export const PICTURES = join(root, 'test-results')
/** On a first visit, a refresh without a cookie shows that no one is signed in. */
const FIRST_VISIT = /401 \(Unauthorized\)/

export interface VisitOptions extends BrowserContextOptions {
  /** Settings of the product, as in its environment. */
  settings?: Record<string, string>
  /** Begins the names of the pictures. */
  pictures?: string
}

/** Where the people of a test go. */
interface Product {
  address: string
  /** A client of someone who may invite. */
  manager: (() => Promise<Client>) | null
  leave: () => Promise<void>
}

interface Parts {
  product: Product
  browser: Browser
  page: Page
  errors: string[]
  pictures: string
}

/** What a test in a browser needs: the product, a browser, a first visitor with a page, errors and pictures. */
export class Visit {
  readonly #product: Product
  readonly browser: Browser
  /** The first visitor. */
  readonly context: BrowserContext
  readonly page: Page
  /** Errors of all pages, thrown or written to the console. */
  readonly #errors: string[]
  readonly #pictures: string
  readonly #tokens = new Map<BrowserContext, Promise<string>>()

  protected constructor(parts: Parts) {
    this.#product = parts.product
    this.browser = parts.browser
    this.page = parts.page
    this.context = parts.page.context()
    this.#errors = parts.errors
    this.#pictures = parts.pictures
  }

  /** The product of all files. The first visitor is a new manager, signed in. */
  static async join({ address, managerToken }: SharedProduct, { pictures }: { pictures: string }): Promise<Visit> {
    const headers = { authorization: `Bearer ${managerToken}` }
    const manager = async () => makeClient({ baseUrl: address, headers: () => headers })
    const visit = new Visit(await begin({ address, manager, leave: async () => {} }, { pictures }))
    await visit.#register(visit.context, 'manager', 'ann')
    return visit
  }

  get address(): string {
    return this.#product.address
  }

  /** A second person in a browser of their own: invited by the first visitor, registered and signed in. */
  async invite(role: Role, name: string): Promise<Page> {
    const context = await openContext(this.browser, this.#errors, {})
    await this.#register(context, role, name)
    return context.newPage()
  }

  async #register(context: BrowserContext, role: Role, name: string): Promise<void> {
    const call = await (this.#product.manager ?? (() => this.client()))()
    const { token } = await call(invite, { body: { role } })
    const email = `${name}.${randomUUID()}@people.example`
    const answer = await context.request.post(`${this.address}/api/v1${register.path}`, {
      headers: { origin: this.address },
      data: { email, password: 'a long enough password', name, invitation: token },
    })
    if (!answer.ok()) throw new Error(`${name} was not registered: ${await answer.text()}`)
  }

  /** The first visitor on a phone, in the dark. Close it by its context. */
  async phone(): Promise<Page> {
    const context = await openContext(this.browser, this.#errors, {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      hasTouch: true,
      storageState: await this.context.storageState(),
    })
    return context.newPage()
  }

  async picture(name: string, page: Page = this.page): Promise<void> {
    await page.screenshot({ path: join(PICTURES, `${this.#pictures}${name}.png`), animations: 'disabled' })
  }

  /** The API as the person of `page`, beside the browser. */
  async client(page: Page = this.page): Promise<Client> {
    const headers = { authorization: `Bearer ${await this.token(page)}` }
    return makeClient({ baseUrl: this.address, headers: () => headers })
  }

  /** An access token by the session of the browser. It outlives a test, so each person takes one. */
  token(page: Page = this.page): Promise<string> {
    const context = page.context()
    const known = this.#tokens.get(context)
    if (known) return known
    const asked = askToken(context, this.address)
    this.#tokens.set(context, asked)
    return asked
  }

  /** Asks the API by a path below its prefix. A body makes it a POST. */
  async ask<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.address}/api/v1${path}`, {
      headers: { authorization: `Bearer ${await this.token()}`, 'content-type': 'application/json' },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

  /** Errors that no test expects. A first visit always has its 401. */
  unexpectedErrors(expected: RegExp = FIRST_VISIT): string[] {
    return this.#errors.filter((text) => !FIRST_VISIT.test(text) && !expected.test(text))
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.#product.leave()
  }
}

/** In a product that no other file uses. Its first visitor is not signed in. */
export class OwnVisit extends Visit {
  readonly stack: Stack

  private constructor(parts: Parts, stack: Stack) {
    super(parts)
    this.stack = stack
  }

  static async open({ settings, ...options }: VisitOptions = {}): Promise<OwnVisit> {
    const stack = await Stack.open(settings)
    const product = { address: stack.address, manager: null, leave: () => stack.remove() }
    return new OwnVisit(await begin(product, options), stack)
  }

  /** Signs the first visitor in by the link of the start, and waits until the sample has filled. */
  async openSample(): Promise<void> {
    await this.page.goto(`${this.address}/welcome#token=${this.stack.token}`)
    await this.page.getByText('Sample data').waitFor()
    await this.page.getByText(/Finished/).waitFor()
  }
}

/** Leaves the product when there is no browser. */
async function begin(product: Product, { pictures = '', ...screen }: VisitOptions): Promise<Parts> {
  mkdirSync(PICTURES, { recursive: true })
  const errors: string[] = []
  let browser: Browser | undefined
  try {
    browser = await startBrowser()
    const page = await (await openContext(browser, errors, screen)).newPage()
    return { product, browser, page, errors, pictures }
  } catch (error) {
    await browser?.close()
    await product.leave()
    throw error
  }
}

async function startBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser(
    process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {},
  )
  return chromium.launch({
    executablePath,
    ...(env ? { env } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** One person: cookies, screen and permissions of their own. All of their pages report errors. */
async function openContext(
  browser: Browser,
  errors: string[],
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  context.on('page', (page) => {
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  })
  return context
}

async function askToken(context: BrowserContext, address: string): Promise<string> {
  const response = await context.request.post(`${address}/api/v1/auth/refresh`, { headers: { origin: address } })
  return ((await response.json()) as { accessToken: string }).accessToken
}
