import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findBrowser } from '@enrichify/collection'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CountingProvider } from './drills/counting-provider.ts'
import { killNow } from './drills/processes.ts'
import { Stack } from './drills/stack.ts'

const PICTURES = join(resolve(import.meta.dirname, '..'), 'test-results')
const KEY = 'sk-visit-0123456789abcd'

let stack: Stack
let browser: Browser
let page: Page
let provider: CountingProvider
const errors: string[] = []

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  provider = await CountingProvider.open()
  stack = await Stack.open({ OFFLINE: 'false', ALLOWED_PRIVATE_HOSTS: provider.host })
  const { executablePath, env } = await findBrowser(
    process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {},
  )
  browser = await chromium.launch({
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
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
})
afterAll(async () => {
  await browser?.close()
  await stack?.remove()
  await provider?.close()
})

const picture = (name: string) => page.screenshot({ path: join(PICTURES, `money-${name}.png`), animations: 'disabled' })
let sheet = ''

describe('money, as a visitor meets it', () => {
  it('a key is added and tested, and shown as its last four', async () => {
    await page.goto(`${stack.address}/welcome#token=${stack.token}`)
    await page.getByText('Sample data').waitFor()
    await page.getByText(/Finished/).waitFor({ timeout: 60_000 })
    sheet = page.url()
    await page.goto(`${stack.address}/settings?section=providers`)
    await page.getByRole('button', { name: 'Connect a service' }).first().click()
    const dialog = page.getByRole('dialog')
    await picture('catalogue')
    await dialog.getByRole('searchbox', { name: 'Find a service' }).fill('compatible')
    await page.keyboard.press('Enter')
    await dialog.getByLabel('Key (optional)').fill(KEY)
    await dialog.getByLabel('Model', { exact: true }).first().fill('counting-1')
    await picture('connect-model')
    await dialog.getByLabel('Base URL').fill(`http://${provider.host}/v1`)
    await picture('connect-empty')
    await dialog.getByRole('button', { name: 'Add a price' }).click()
    await dialog.getByLabel('In', { exact: true }).fill('1')
    await dialog.getByLabel('Out', { exact: true }).fill('2')
    await picture('connect')
    await dialog.getByRole('button', { name: 'Connect and test' }).click()
    await dialog.getByText(/accepts the key and offers 1 models/).waitFor()
    await picture('tested')
    await page.keyboard.press('Escape')
    await page.getByText(/abcd/).first().waitFor()
    await picture('providers')
  })

  it('a question in words shows its price before it runs, and the answers arrive with their quotes', async () => {
    await page.goto(sheet)
    await page.getByRole('banner').getByRole('button', { name: 'Add a column' }).click()
    await page.getByRole('radio', { name: 'Ask a question' }).check({ force: true })
    await page.getByLabel('Question, asked for every row').fill('What do they offer?')
    await page.getByLabel('Name (optional)').fill('Offer')
    await picture('question')
    await page.getByRole('button', { name: /^Add and run/ }).click()
    const price = page.getByRole('dialog')
    await price
      .getByText(/list prices/i)
      .first()
      .waitFor()
    await picture('price')
    await price.getByRole('button', { name: /^Start/ }).click()
    await expect.poll(() => provider.receipts.length, { timeout: 30_000 }).toBe(10)
    await page
      .getByText(/Finished/)
      .first()
      .waitFor({ timeout: 60_000 })
    await picture('answered')
  })

  it('a worker that is killed in the middle pays for nothing twice', async () => {
    const token = await signIn()
    const id = /websets\/([0-9a-f-]+)/.exec(sheet)![1]!
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const column = (await (
      await fetch(`${stack.address}/api/v1/websets/${id}/columns`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ question: 'Who runs the business?', name: 'Leader' }),
      })
    ).json()) as { id: string }
    const before = provider.receipts.length
    const started = await fetch(`${stack.address}/api/v1/websets/${id}/enrich`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ columnIds: [column.id], scope: { kind: 'all' }, budgetMicros: 1_000_000 }),
    })
    const run = (await started.json()) as { id: string }
    await expect.poll(() => provider.receipts.length, { timeout: 30_000, interval: 2 }).toBeGreaterThan(before)
    await killNow(await stack.pidOf('worker'))
    await page.goto(`${stack.address}/runs/${run.id}`)
    await page
      .getByText(/^finished$/i)
      .first()
      .waitFor({ timeout: 60_000 })
    await picture('run')
    const perBusiness = Map.groupBy(provider.receipts.slice(before), ({ business }) => business)
    expect([...perBusiness.values()].filter((charges) => charges.length > 1)).toEqual([])
  })

  it('the ledger has every cent of it', async () => {
    await page.goto(`${stack.address}/settings?section=spending`)
    await page.getByText('Saved by answers already paid').waitFor()
    await picture('spending')
    const token = await signIn()
    const { totalMicros, uncertain } = (await (
      await fetch(`${stack.address}/api/v1/spending`, { headers: { authorization: `Bearer ${token}` } })
    ).json()) as { totalMicros: number; uncertain: { calls: number } }
    const charged = provider.receipts.reduce((sum, { micros }) => sum + micros, 0)
    const each = provider.receipts[0]!.micros
    // A call that the dead worker had sent without seeing its answer is reserved as uncertain, not forgotten.
    expect(totalMicros + uncertain.calls * each).toBeGreaterThanOrEqual(charged)
    expect(totalMicros).toBeLessThanOrEqual(charged)
  })

  it('a budget that is reached stops the spending and says so', async () => {
    await page.goto(sheet)
    await page.getByRole('banner').getByRole('button', { name: 'Add a column' }).click()
    await page.getByRole('radio', { name: 'Ask a question' }).check({ force: true })
    await page.getByLabel('Question, asked for every row').fill('Do they take orders by phone?')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const token = await signIn()
    const id = /websets\/([0-9a-f-]+)/.exec(sheet)![1]!
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { columns } = (await (await fetch(`${stack.address}/api/v1/websets/${id}`, { headers })).json()) as {
      columns: { id: string }[]
    }
    const before = provider.receipts.length
    await fetch(`${stack.address}/api/v1/websets/${id}/enrich`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ columnIds: [columns.at(-1)!.id], scope: { kind: 'all' }, budgetMicros: 12_000 }),
    })
    await page
      .getByText(/budget was reached/i)
      .first()
      .waitFor({ timeout: 60_000 })
    await picture('budget-reached')
    expect((provider.receipts.length - before) * provider.receipts[0]!.micros).toBeLessThanOrEqual(12_000)
  })

  it('the key is in nothing that the browser was sent, and the screens fit a phone', async () => {
    const phone = await browser.newContext({
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      hasTouch: true,
      storageState: await page.context().storageState(),
    })
    const narrow = await phone.newPage()
    for (const [name, path] of [
      ['providers', '/settings?section=providers'],
      ['spending', '/settings?section=spending'],
    ] as const) {
      await narrow.goto(stack.address + path)
      await narrow.getByRole('heading', { name: 'Settings' }).waitFor()
      await narrow.getByRole('tab', { name: new RegExp(name, 'i') }).waitFor()
      await narrow.waitForLoadState('networkidle')
      await narrow.screenshot({ path: join(PICTURES, `money-${name}-narrow.png`), animations: 'disabled' })
      expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
      expect(await narrow.content()).not.toContain(KEY)
    }
    await phone.close()
    expect(errors.filter((text) => !/401 \(Unauthorized\)/.test(text))).toEqual([])
  })
})

/** A token for requests of a program beside the browser, by the session of the browser. */
async function signIn(): Promise<string> {
  const response = await page.request.post(`${stack.address}/api/v1/auth/refresh`, {
    headers: { origin: stack.address },
  })
  return ((await response.json()) as { accessToken: string }).accessToken
}
