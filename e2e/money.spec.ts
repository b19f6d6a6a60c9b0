import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CountingProvider } from './drills/counting-provider.ts'
import { killNow } from './drills/processes.ts'
import { OwnVisit } from './setup/visit.ts'

const KEY = 'sk-visit-0123456789abcd'

let visit: OwnVisit
let page: Page
let provider: CountingProvider

beforeAll(async () => {
  provider = await CountingProvider.open()
  visit = await OwnVisit.open({
    settings: { OFFLINE: 'false', ALLOWED_PRIVATE_HOSTS: provider.host },
    pictures: 'money-',
  })
  page = visit.page
})
afterAll(async () => {
  await visit?.close()
  await provider?.close()
})

const picture = (name: string, on?: Page) => visit.picture(name, on)
let sheet = ''

describe('money, as a visitor meets it', () => {
  it('a key is added and tested, and shown as its last four', async () => {
    await visit.openSample()
    sheet = page.url()
    await page.goto(`${visit.address}/settings?section=providers`)
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
    await expect.poll(() => provider.receipts.length).toBe(10)
    await page
      .getByText(/Finished/)
      .first()
      .waitFor()
    await picture('answered')
  })

  it('a worker that is killed in the middle pays for nothing twice', async () => {
    const id = /websets\/([0-9a-f-]+)/.exec(sheet)![1]!
    const column = await visit.ask<{ id: string }>(`/websets/${id}/columns`, {
      question: 'Who runs the business?',
      name: 'Leader',
    })
    const before = provider.receipts.length
    const run = await visit.ask<{ id: string }>(`/websets/${id}/enrich`, {
      columnIds: [column.id],
      scope: { kind: 'all' },
      budgetMicros: 1_000_000,
    })
    await expect.poll(() => provider.receipts.length, { interval: 2 }).toBeGreaterThan(before)
    await killNow(await visit.stack.pidOf('worker'))
    await page.goto(`${visit.address}/runs/${run.id}`)
    await page
      .getByText(/^finished$/i)
      .first()
      .waitFor()
    await picture('run')
    const perBusiness = Map.groupBy(provider.receipts.slice(before), ({ business }) => business)
    expect([...perBusiness.values()].filter((charges) => charges.length > 1)).toEqual([])
  })

  it('the ledger has every cent of it', async () => {
    await page.goto(`${visit.address}/settings?section=spending`)
    await page.getByText('Saved by reusing answers').waitFor()
    await picture('spending')
    const { totalMicros, uncertain } = await visit.ask<{ totalMicros: number; uncertain: { calls: number } }>(
      '/spending',
    )
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
    const added = page.waitForResponse(
      (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/commands'),
    )
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const { columns } = (await (await added).json()) as { columns: { id: string }[] }
    const id = /websets\/([0-9a-f-]+)/.exec(sheet)![1]!
    const before = provider.receipts.length
    await visit.ask(`/websets/${id}/enrich`, {
      columnIds: [columns[0]!.id],
      scope: { kind: 'all' },
      budgetMicros: 12_000,
    })
    await page
      .getByText(/budget was reached/i)
      .first()
      .waitFor()
    await picture('budget-reached')
    expect((provider.receipts.length - before) * provider.receipts[0]!.micros).toBeLessThanOrEqual(12_000)
  })

  it('the key is in nothing that the browser was sent, and the screens fit a phone', async () => {
    const narrow = await visit.phone()
    for (const [name, path] of [
      ['providers', '/settings?section=providers'],
      ['spending', '/settings?section=spending'],
    ] as const) {
      await narrow.goto(visit.address + path)
      await narrow.getByRole('heading', { name: 'Settings' }).waitFor()
      await narrow.getByRole('tab', { name: new RegExp(name, 'i') }).waitFor()
      await narrow.waitForLoadState('networkidle')
      await picture(`${name}-narrow`, narrow)
      expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
      expect(await narrow.content()).not.toContain(KEY)
    }
    await narrow.context().close()
    expect(visit.unexpectedErrors()).toEqual([])
  })
})
