import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from '@enrichify/collection'
import { invite, makeClient, register, type Client } from '@enrichify/contracts'
import type { Role } from '@enrichify/domain'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { root, Stack } from '../drills/stack.ts'
import { PATIENCE_MS } from '../drills/until.ts'

export const PICTURES = join(root, 'test-results')
/** On a first visit, a refresh without a cookie shows that no one is signed in. */
const FIRST_VISIT = /401 \(Unauthorized\)/

export interface VisitOptions extends BrowserContextOptions {
  /** Settings of the product, as in its environment. */
  settings?: Record<string, string>
  /** Begins the names of the pictures. */
  pictures?: string
}

/** What a test in a browser needs: the product, a browser, a first visitor with a page, errors and pictures. */
export class Visit {
  readonly stack: Stack
  readonly browser: Browser
  /** The first visitor. */
  readonly context: BrowserContext
  readonly page: Page
  /** Errors of all pages, thrown or written to the console. */
  readonly #errors: string[]
  readonly #pictures: string
  readonly #tokens = new Map<BrowserContext, Promise<string>>()

  private constructor(parts: { stack: Stack; browser: Browser; page: Page; errors: string[]; pictures: string }) {
    this.stack = parts.stack
    this.browser = parts.browser
    this.page = parts.page
    this.context = parts.page.context()
    this.#errors = parts.errors
    this.#pictures = parts.pictures
  }

  static async open({ settings, pictures = '', ...screen }: VisitOptions = {}): Promise<Visit> {
    mkdirSync(PICTURES, { recursive: true })
    const stack = await Stack.open(settings)
    let browser: Browser | undefined
    try {
      browser = await startBrowser()
      const errors: string[] = []
      const page = await (await openContext(browser, errors, screen)).newPage()
      return new Visit({ stack, browser, page, errors, pictures })
    } catch (error) {
      await browser?.close()
      await stack.remove()
      throw error
    }
  }

  get address(): string {
    return this.stack.address
  }

  /** Signs the first visitor in by the link of the start, and waits until the sample has filled. */
  async openSample(): Promise<void> {
    await this.page.goto(`${this.address}/welcome#token=${this.stack.token}`)
    await this.page.getByText('Sample data').waitFor()
    await this.page.getByText(/Finished/).waitFor()
  }

  /** A second person in a browser of their own: invited by the first visitor, registered and signed in. */
  async invite(role: Role, name: string): Promise<Page> {
    const { token } = await (await this.client())(invite, { body: { role } })
    const context = await openContext(this.browser, this.#errors, {})
    const answer = await context.request.post(`${this.address}/api/v1${register.path}`, {
      headers: { origin: this.address },
      data: { email: `${name}@people.example`, password: 'a long enough password', name, invitation: token },
    })
    if (!answer.ok()) throw new Error(`${name} was not registered: ${await answer.text()}`)
    return context.newPage()
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
    await this.stack.remove()
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
