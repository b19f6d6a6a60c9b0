import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CountingProvider, PRICE } from './drills/counting-provider.ts'
import { OwnVisit } from './setup/visit.ts'

let visit: OwnVisit
let page: Page
let provider: CountingProvider
let sheet = ''

beforeAll(async () => {
  provider = await CountingProvider.open()
  visit = await OwnVisit.open({
    settings: { OFFLINE: 'false', ALLOWED_PRIVATE_HOSTS: provider.host },
    pictures: 'columns-',
  })
  page = visit.page
})
afterAll(async () => {
  await visit?.close()
  await provider?.close()
})

const picture = (name: string, on?: Page) => visit.picture(name, on)
const seen = (text: RegExp) => page.getByText(text).first().waitFor()
const editor = (name: string, on: Page = page) => on.getByRole('complementary', { name })
const websetId = () => /websets\/([0-9a-f-]+)/.exec(sheet)![1]!
const columnId = async (name: string) =>
  (await visit.ask<{ columns: { id: string; name: string }[] }>(`/websets/${websetId()}`)).columns.find(
    (column) => column.name === name,
  )!.id
const cellOf = async (rowId: number, column: string) =>
  visit.ask<{ value: unknown; mark: { state: string; stale?: boolean; conflict?: boolean }; verdict: string | null }>(
    `/websets/${websetId()}/cells/${rowId}/${column}`,
  )

describe('columns, as a visitor makes and doubts them', () => {
  it('asks a question that names other columns, climbs a ladder, and is tried without writing anything', async () => {
    await visit.openSample()
    await page.getByRole('button', { name: 'Hide the result' }).click()
    sheet = page.url().split('?')[0]!
    const { model, ...prices } = PRICE
    await visit.ask('/connections', {
      providerId: 'openai-compatible',
      settings: { baseUrl: `http://${provider.host}/v1` },
      key: 'sk-columns',
      defaultModel: model,
      prices: [{ model, ...prices }],
    })
    await page.reload()
    await page.getByRole('banner').getByRole('button', { name: 'Add a column' }).click()
    await page.getByText('Ask a question').click()
    const question = page.getByLabel('Question, asked for every row')
    await question.pressSequentially('What does {bus')
    await page.getByRole('option', { name: 'Business' }).waitFor()
    await picture('reference')
    await page.keyboard.press('Enter')
    await page.keyboard.type(' offer in {Ci')
    await page.keyboard.press('Tab')
    await page.keyboard.type('?')
    expect(await question.inputValue()).toBe('What does {Business} offer in {City}?')
    await page.getByLabel('Name (optional)').fill('Offer')
    await page.getByRole('button', { name: 'Steps to an answer' }).click()
    await page.getByRole('button', { name: 'A bigger model' }).click()
    await page.getByRole('switch', { name: 'Model 2' }).waitFor()
    const rungs = page.getByRole('list', { name: 'Steps to an answer' })
    await page.getByRole('button', { name: 'Move Agents' }).focus()
    for (const [key, said] of Object.entries({ Space: 'held at 5', ArrowUp: 'held at 4', Enter: 'now 4' }))
      await page.keyboard.press(key).then(() => page.getByText(`Agents is ${said}`).waitFor())
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move Agents')
    expect(
      await rungs
        .locator('> li button[aria-label^="Move"]')
        .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label'))),
    ).toEqual(['Move Data services', 'Move Model', 'Move Model', 'Move Agents', 'Move Search and model'])
    await picture('ladder')
    await page.getByRole('button', { name: 'Try on 5 rows' }).click()
    await editor('Offer')
      .getByText(/5 verified/)
      .waitFor()
    await picture('tried')
    expect((await cellOf(1, await columnId('Offer'))).value).toBeNull()
  })

  it('is saved, and its price is shown before it runs', async () => {
    await editor('Offer').getByRole('button', { name: 'Save and run…' }).click()
    await page.getByRole('dialog').getByText('Left', { exact: true }).waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Start/ })
      .click()
    await seen(/Finished/)
    await page.getByRole('button', { name: 'Hide the result' }).click()
    expect((await cellOf(1, await columnId('Offer'))).value).toBe('Rye & River')
  })

  it('says where a formula is wrong, and computes it when it is right', async () => {
    await page.getByRole('banner').getByRole('button', { name: 'Add a column' }).click()
    await page.getByText('Formula', { exact: true }).click()
    const formula = page.getByRole('textbox', { name: 'Formula' })
    await formula.fill('UPPER({City}) & NOPE(1)')
    await page.getByText('There is no function NOPE.').waitFor()
    await picture('formula-wrong')
    await formula.fill('UPPER({City}) & " " & LEN({Business})')
    await page.getByText('There is no function NOPE.').waitFor({ state: 'hidden' })
    await page.getByLabel('Name (optional)').fill('Loud city')
    await page.getByRole('button', { name: /^Add and run/ }).click()
    await seen(/Finished/)
    await page.getByRole('button', { name: 'Hide the result' }).click()
    expect((await cellOf(1, await columnId('Loud city'))).value).toBe('FENNBRIDGE 18')
  })

  it('refuses a circle at its field, and asks before it forgets what was typed', async () => {
    const [loud, offer] = [await columnId('Loud city'), await columnId('Offer')]
    await page.goto(`${sheet}?cell=1.${offer}`)
    await page.getByRole('button', { name: 'Edit the column', exact: true }).first().click()
    await page.getByRole('button', { name: 'Which rows' }).click()
    await page.getByLabel('Only rows for which this is true').fill('{Offer} = "x"')
    await page.getByText('There is no column “Offer”.').first().waitFor()
    await page.getByLabel('Only rows for which this is true').fill('LEN({Loud city}) > 3')
    await editor('Offer').getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('“Offer” is saved').first().waitFor()
    await page.goto(`${sheet}?cell=1.${loud}`)
    await page.getByRole('button', { name: 'Edit the column', exact: true }).first().click()
    await page.getByRole('textbox', { name: 'Formula' }).fill('LEN({Offer})')
    await editor('Loud city').getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/A column cannot be made from itself/).waitFor()
    await picture('circle')
    await page.keyboard.press('Escape')
    await page.getByText('Your changes are not saved.').waitFor()
    // Pressed once more by habit, neither key loses anything.
    await page.keyboard.press('Enter')
    await page.getByText('Your changes are not saved.').waitFor({ state: 'hidden' })
    await page.keyboard.press('Escape')
    await page.getByText('Your changes are not saved.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Your changes are not saved.').waitFor({ state: 'hidden' })
    expect(await page.getByRole('textbox', { name: 'Formula' }).inputValue()).toBe('LEN({Offer})')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Discard' }).click()
    await editor('Loud city').waitFor({ state: 'hidden' })
  })

  it('shows how a cell got to its value, and remembers that it is wrong', async () => {
    const offer = await columnId('Offer')
    await page.goto(`${sheet}?cell=2.${offer}`)
    const panel = editor('Offer')
    await panel.getByText('How it got here').waitFor()
    await panel.getByText(/passages? shown/).click()
    await panel
      .getByRole('button', { name: /characters?$/ })
      .first()
      .click()
    await panel.locator('blockquote mark').nth(1).waitFor()
    await panel.getByText('How it got here').scrollIntoViewIfNeeded()
    await picture('trace')
    // The column was changed since it was answered.
    const isStale = async () => (await cellOf(2, offer)).mark.stale ?? false
    const wasStale = await isStale()
    await page.keyboard.press('Alt+Backspace')
    await panel.getByText('You marked it as wrong').waitFor()
    await picture('wrong')
    await expect.poll(() => cellOf(2, offer)).toMatchObject({ verdict: 'wrong', mark: { stale: true } })
    const pressed = () => panel.getByRole('button', { name: /^Wrong/ }).getAttribute('aria-pressed')
    await expect.poll(pressed).toBe('true')
    await page.keyboard.press('Control+z')
    await expect.poll(pressed).toBe('false')
    await expect.poll(isStale).toBe(wasStale)
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(pressed).toBe('true')
    await expect.poll(isStale).toBe(true)
    await page.goto(
      `${sheet}?filter=${encodeURIComponent(JSON.stringify([{ column: offer, op: 'flag', value: 'stale' }]))}`,
    )
    await page.getByText('Offer is marked out of date').waitFor()
    await seen(/^\d+ rows?$/)
  })

  it('puts sources that disagree side by side, and takes the one that is chosen', async () => {
    const postal = await columnId('Postal code')
    expect((await cellOf(6, postal)).mark.conflict).toBe(true)
    await page.goto(`${sheet}?cell=6.${postal}`)
    const panel = editor('Postal code')
    await panel.getByRole('region', { name: 'Sources disagree' }).waitFor()
    await panel.getByText('Page as stored').waitFor()
    await picture('conflict')
    await panel.getByRole('article').filter({ hasText: 'N1H 4E5' }).getByRole('button', { name: 'Choose' }).click()
    await panel.getByText('Chosen by a person among what was found').first().waitFor()
    await expect
      .poll(() => cellOf(6, postal))
      .toMatchObject({ value: 'N1H 4E5', mark: { state: 'human', quoted: true } })
    await page.keyboard.press('Control+z')
    await expect.poll(() => cellOf(6, postal)).toMatchObject({ verdict: null, mark: { conflict: true } })
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => cellOf(6, postal)).toMatchObject({ value: 'N1H 4E5', verdict: 'right' })
  })

  it('keeps a plan from running that its tests speak against, until a person says so', async () => {
    const offer = await columnId('Offer')
    await visit.ask(`/websets/${websetId()}/columns/${offer}/tests`, {
      rows: [
        { rowId: 1, expected: 'Rye & River' },
        { rowId: 3, expected: 'Optik Sommerfeld Start' },
        { rowId: 4, expected: 'Something else' },
      ],
    })
    await page.goto(sheet)
    await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Run on all rows' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Left', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: /^Start/ }).click()
    await dialog.getByText(/was not tried on them/).waitFor()
    await dialog.getByRole('button', { name: 'Run tests' }).click()
    await dialog.getByText(/2 of 3 right/).waitFor()
    await picture('tests-needed')
    await dialog.getByRole('button', { name: 'Run anyway' }).click()
    await seen(/Finished/)
    await expect.poll(async () => (await cellOf(2, offer)).mark.stale ?? false).toBe(false)
  })

  it('compares two plans row by row', async () => {
    await page.goto(`${sheet}?cell=1.${await columnId('Offer')}`)
    await page.getByRole('button', { name: 'Edit the column', exact: true }).first().click()
    await page.getByRole('button', { name: 'Compare with another version' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Question').fill('What is sold by {Business}?')
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click()
    await dialog.getByText('of the rows get the same answer from both').waitFor()
    await dialog.getByRole('button', { name: 'Use the second version' }).waitFor()
    await picture('compared')
    await dialog.getByRole('button', { name: 'Use the second version' }).click()
    await page.getByText(/uses the second version now/).waitFor()
  })

  it('is taken back by Ctrl+Z and done again, when it is added and when it is changed in its editor', async () => {
    await page.goto(sheet)
    await page.getByText('Live', { exact: true }).waitFor()
    const formulaNow = async () => {
      const { columns } = await visit.ask<{ columns: { name: string; enrichment: { formula?: string } | null }[] }>(
        `/websets/${websetId()}`,
      )
      const twice = columns.find(({ name }) => name === 'Twice')
      return twice ? twice.enrichment!.formula! : null
    }
    const press = async (keys: string, formula: string | null) => {
      await page.locator('[data-sheet] canvas').first().focus()
      await page.keyboard.press(keys)
      await expect.poll(formulaNow).toBe(formula)
    }
    await page.getByRole('banner').getByRole('button', { name: 'Add a column' }).click()
    await page.getByText('Formula', { exact: true }).click()
    await page.getByRole('textbox', { name: 'Formula' }).fill('1 + 1')
    await page.getByLabel('Name (optional)').fill('Twice')
    await editor('Add a column').getByRole('button', { name: 'Add', exact: true }).click()
    await expect.poll(formulaNow).toBe('1 + 1')
    await press('Control+z', null)
    await press('Control+Shift+z', '1 + 1')
    await page.goto(`${sheet}?cell=1.${await columnId('Twice')}`)
    await page.getByRole('button', { name: 'Edit the column', exact: true }).first().click()
    await page.getByRole('textbox', { name: 'Formula' }).fill('2 + 2')
    await editor('Twice').getByRole('button', { name: 'Save', exact: true }).click()
    await expect.poll(formulaNow).toBe('2 + 2')
    await press('Control+z', '1 + 1')
    await press('Control+Shift+z', '2 + 2')
  })

  it('refreshes quotes and says what became of them', async () => {
    const run = await visit.ask<{ id: string }>(`/websets/${websetId()}/enrich`, {
      columnIds: [await columnId('Phone')],
      scope: { kind: 'all' },
      mode: 'refresh',
    })
    await page.goto(`${visit.address}/runs/${run.id}`)
    await page.getByText('What became of the quotes').waitFor()
    await seen(/^finished$/i)
    await picture('refresh')
  })

  it('fits a phone, in the dark too', async () => {
    const narrow = await visit.phone()
    await narrow.goto(`${sheet}?cell=8.${await columnId('Postal code')}`)
    await narrow.getByRole('region', { name: 'Sources disagree' }).waitFor()
    await picture('conflict-narrow', narrow)
    await narrow.getByRole('button', { name: 'Edit the column', exact: true }).first().click()
    await narrow.getByRole('list', { name: 'Steps to an answer' }).waitFor()
    await picture('editor-narrow', narrow)
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await narrow.context().close()
    expect(visit.unexpectedErrors(/409 \(|422 \(/)).toEqual([])
  })
})
