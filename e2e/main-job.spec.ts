import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from './drills/stack.ts'
import { OwnVisit, PICTURES } from './setup/visit.ts'

const LIST =
  'company,website\nRye & River Bakery,https://rye-and-river.example\nOptik ' +
  'Sommerfeld,https://optik-sommerfeld.example\nPruitt Malloy LLP,https://pruitt-malloy.example\n' +
  'Nowhere Ltd,https://nowhere.example\n'

let visit: OwnVisit
let page: Page

beforeAll(async () => {
  visit = await OwnVisit.open()
  page = visit.page
})
afterAll(() => visit?.close())

const picture = (name: string) => visit.picture(name)
/** The grid paints on a canvas and has an accessible table beside it. The test reads that table. */
const cell = (column: number, row: number) => page.locator(`#glide-cell-${column}-${row}`)

describe('the main job, as a visitor does it', () => {
  it('the first start signs in by its link, and the sample fills before the visitor’s eyes', async () => {
    await visit.openSample()
    await page.getByText('Live', { exact: true }).waitFor()
    expect(page.url()).not.toContain('token')
    await page.getByRole('button', { name: 'Hide the result' }).click()
    await picture('sheet')
    // The picture of the README. Machines paint letters a little differently, so it is renewed on purpose only.
    if (process.env.UPDATE_IMAGES)
      await page.screenshot({ path: join(root, 'docs/images/sheet.png'), animations: 'disabled' })
  })

  it('imports a list: the preview says what was guessed, then the rows are there', async () => {
    await page.goto(visit.address)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import a file' }).click()
    await (await chooser).setFiles({ name: 'firms.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) })
    const dialog = page.getByRole('dialog')
    await dialog.getByText('firms.csv').first().waitFor()
    await dialog.getByText('Pruitt Malloy LLP').first().waitFor()
    await picture('import-preview')
    await dialog.getByRole('button', { name: /^Import/ }).click()
    await page.waitForURL(/\/websets\//)
    await page.getByText('4 rows', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => cell(1, 0).textContent()).toContain('Rye & River Bakery')
  })

  it('takes pages from an archive, asks for facts, and the cells arrive', async () => {
    const websetId = /websets\/([0-9a-f-]+)/.exec(page.url())![1]!
    const token = await visit.token()
    const form = new FormData()
    form.set(
      'file',
      new Blob([readFileSync(join(root, 'libs/features/assets/sample-web.warc.gz'))]),
      'sample-web.warc.gz',
    )
    const uploaded = await fetch(`${visit.address}/api/v1/websets/${websetId}/archive`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    })
    expect(uploaded.status).toBe(201)
    await page.getByRole('banner').getByRole('button', { name: 'Add a column' }).click()
    for (const fact of ['Phone', 'Street', 'People'])
      await page.getByRole('checkbox', { name: new RegExp(`^${fact}`) }).click()
    await picture('add-column')
    await page.getByRole('button', { name: /^Add and run/ }).click()
    await page.getByText(/Finished/).waitFor()
    await expect.poll(() => cell(3, 0).textContent()).toContain('413 555 0142')
    await expect.poll(() => cell(3, 3).textContent()).toBe('no page found')
    await picture('filled')
  })

  it('shows the quote behind a cell in the page that it came from', async () => {
    await page.locator('canvas').first().focus()
    for (const key of ['Control+Home', 'ArrowRight', 'ArrowRight', 'Space']) await page.keyboard.press(key)
    const panel = page.getByRole('complementary', { name: 'Phone' })
    await panel.getByText('(413) 555-0142').first().waitFor()
    await picture('cell-panel')
    await panel.getByRole('tab', { name: /stored/i }).click()
    const frame = panel.locator('iframe')
    await frame.waitFor()
    expect(await frame.getAttribute('sandbox')).toBe('')
    await picture('page-as-stored')
    await page.keyboard.press('Escape')
  })

  it('exports a workbook that another program reads, with the evidence in it', async () => {
    await page.getByRole('banner').getByRole('button', { name: 'Export' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Format' }).selectOption('xlsx')
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Export' }).click()
    const file = join(PICTURES, 'result.xlsx')
    await (await download).saveAs(file)
    await picture('export')
    const workbook = await readXlsx(readFileSync(file))
    const [values, evidence] = workbook.sheets
    expect(values!.rows[0]!.slice(0, 3)).toEqual(['company', 'website', 'Phone'])
    expect(values!.rows[1]!.slice(0, 3)).toEqual([
      'Rye & River Bakery',
      'https://rye-and-river.example',
      '+14135550142',
    ])
    expect(
      evidence!.rows.some(
        (row) =>
          row[1] === 'Phone' &&
          /413\D+555-0142/.test(String(row[5])) &&
          String(row[6]).includes('rye-and-river.example'),
      ),
    ).toBe(true)
    await page.keyboard.press('Escape')
  })

  it('searches what was read, and shows the page as it was stored', async () => {
    const sheet = page.url()
    await page.goto(`${visit.address}/pages`)
    await page.getByRole('searchbox').fill('bakery sourdough')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 2 }).first().getByRole('button').click()
    await page.frameLocator('iframe').getByText(/./).first().waitFor()
    await picture('pages')
    await page.goto(sheet)
    await page.getByText('Live', { exact: true }).waitFor()
  })

  it('works at 390 pixels and in the dark', async () => {
    const narrow = await visit.phone()
    await narrow.goto(page.url())
    await narrow.getByText('4 rows', { exact: true }).waitFor()
    await visit.picture('narrow-dark', narrow)
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await narrow.context().close()
  })

  it('had no error on the way', () => {
    expect(visit.unexpectedErrors()).toEqual([])
  })
})
