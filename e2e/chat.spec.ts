import { joined } from '@enrichify/domain'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ChatModel, type ChatReply } from '../libs/features/src/testing/chat-model.ts'
import { killNow } from './drills/processes.ts'
import { OwnVisit } from './setup/visit.ts'

const NO_CHANGES = {
  title: '',
  add_columns: [],
  edits: [],
  filter: [],
  sort: '',
  run: { columns: [], rows: 'none', row_ids: [] },
}

let visit: OwnVisit
let context: BrowserContext
let page: Page
let model: ChatModel
let sheet = ''

beforeAll(async () => {
  model = await ChatModel.open()
  visit = await OwnVisit.open({
    settings: { OFFLINE: 'false', ALLOWED_PRIVATE_HOSTS: model.host },
    pictures: 'chat-',
  })
  ;({ context, page } = visit)
})
afterAll(async () => {
  await visit?.close()
  model?.close()
})
beforeEach(() => {
  model.pace = async () => {}
})

const picture = (name: string, on?: Page) => visit.picture(name, on)
const panel = (on: Page = page) => on.getByRole('complementary', { name: 'Ask the sheet' })
const ask = async (question: string, on: Page = page) => {
  await panel(on).getByLabel('Question').fill(question)
  await on.keyboard.press('Enter')
}
const propose = (changes: object): ChatReply => ({
  calls: [{ name: 'propose_changes', arguments: { ...NO_CHANGES, ...changes } }],
})
const EXPECTED_ERRORS = new RegExp(
  joined`
    ERR_CONNECTION_REFUSED|WebSocket|Failed to fetch|ERR_EMPTY_RESPONSE
    |ERR_CONNECTION_RESET|502|503
  `,
)

describe('the chat, as a visitor meets it', () => {
  it('without a key it says so and answers what the sheet can', async () => {
    await visit.openSample()
    await page.getByRole('button', { name: 'Hide the result' }).click()
    sheet = page.url()
    await page.getByRole('banner').getByRole('button', { name: 'Ask the sheet' }).click()
    await panel().getByText('No model is connected').waitFor()
    await picture('empty')
    await ask('How many rows have no phone?')
    await panel()
      .getByText(/of \d+ rows: Phone is empty/)
      .waitFor()
    await panel().getByText('Answered without a model').waitFor()
    await ask('Who would you trust?')
    await panel().getByText('That needs a model').waitFor()
    await picture('no-key')
  })

  it('offers what it counted as a filter, which is set and taken back with a click', async () => {
    await ask('Which rows have a phone?')
    await panel().getByRole('button', { name: 'Apply' }).last().click()
    await panel().getByText('Done as one step.').waitFor()
    await expect.poll(() => page.url()).toContain('filter=')
    await panel().getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.url()).not.toContain('filter=')
  })

  it('streams, outlives an API that dies in mid-stream, and a second tab sees the same', async () => {
    await visit.ask('/connections', {
      providerId: 'openai-compatible',
      settings: { baseUrl: `http://${model.host}/v1` },
      key: 'sk-chat',
      defaultModel: 'chat-1',
      prices: [
        {
          model: 'chat-1',
          inputMicrosPerMillion: 1_000_000,
          cachedInputMicrosPerMillion: 1_000_000,
          outputMicrosPerMillion: 4_000_000,
        },
      ],
    })
    await page.reload()
    await panel().getByRole('button', { name: 'New chat' }).click()
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
    model.reply = (asked) =>
      asked.messages.some(({ role }) => role === 'tool')
        ? {
            words: [
              'Most of them ',
              'are **bakeries**:\n\n',
              '- Rye & River\n- Nine Loaves\n\n',
              'See [their site](https://rye.example/) ',
              'and that is all.',
            ],
          }
        : {
            calls: [
              { name: 'read_rows', arguments: { filters: [], search: '', sort: '', columns: [], limit: 5, offset: 0 } },
            ],
          }
    model.pace = (word) => gates[word]!.promise
    await ask('What are they?')
    gates[0]!.resolve()
    gates[1]!.resolve()
    await panel().getByText('bakeries').waitFor()
    await picture('streaming')
    const other = await context.newPage()
    await other.goto(page.url())
    await panel(other).getByText('bakeries').waitFor()
    await killNow(await visit.stack.pidOf('api'))
    gates[2]!.resolve()
    gates[3]!.resolve()
    gates[4]!.resolve()
    for (const tab of [page, other]) await panel(tab).getByText('and that is all.').waitFor()
    for (const tab of [page, other])
      expect(await panel(tab).getByRole('article', { name: 'Answer' }).innerText()).toMatch(
        /Most of them are bakeries:[\s\S]*Nine Loaves[\s\S]*See their site and that is all\./,
      )
    await page.getByText('Live', { exact: true }).waitFor()
    await panel().getByText('1 step').click()
    await picture('answered')
    await other.close()
  })

  it('stops at Escape, at once', async () => {
    const gate = Promise.withResolvers<void>()
    model.reply = () => ({ words: ['Once upon ', 'a time'] })
    model.pace = (word) => (word === 0 ? Promise.resolve() : gate.promise)
    await ask('Tell me a story')
    await panel().getByText('Once upon').waitFor()
    await page.keyboard.press('Escape')
    await panel().getByText('Stopped').waitFor()
    gate.resolve()
    await panel().getByLabel('Question').waitFor()
    expect(await panel().innerText()).not.toContain('a time')
  })

  it('whose worker is killed in mid-stream ends with what it had, and says what is not known', async () => {
    const gate = Promise.withResolvers<void>()
    model.reply = () => ({ words: ['Half an answer ', 'and no more'] })
    model.pace = (word) => (word === 0 ? Promise.resolve() : gate.promise)
    await ask('Go on')
    await panel().getByText('Half an answer').waitFor()
    await killNow(await visit.stack.pidOf('worker'))
    await panel().getByText('It is not known whether the service charged').waitFor()
    gate.resolve()
    expect(await panel().getByRole('article', { name: 'Answer' }).last().innerText()).toContain('Half an answer')
  })

  it('proposes, is priced, and is applied and undone as one step', async () => {
    model.reply = (asked) =>
      asked.last.startsWith('Shown to the person')
        ? {
            words: [
              'This adds a column and corrects a phone. <img src=x onerror="document.title=\'taken\'"> ' +
                '[x](javascript:alert(1)) ![p](https://evil.example/p.png)',
            ],
          }
        : propose({
            title: 'Leaders',
            add_columns: [{ name: 'Leader', kind: 'text', question: 'Who leads the business?', fact: '' }],
            edits: [{ row: 1, column: 'Phone', text: '+1 212 555 0199' }],
            run: { columns: ['Leader'], rows: 'these', row_ids: [1, 2] },
          })
    await ask('Who leads them? Also correct the first phone.')
    const card = panel().getByRole('region', { name: 'Changes: Leaders' })
    await card.getByText(/About \$.*stops at \$/).waitFor()
    await picture('proposed')
    expect(await page.locator('canvas').first().isVisible()).toBe(true)
    const webset = `/websets/${/websets\/([0-9a-f-]+)/.exec(sheet)![1]!}`
    const columns = async () =>
      (await visit.ask<{ columns: { name: string }[] }>(webset)).columns.map(({ name }) => name)
    expect(await columns()).not.toContain('Leader')
    model.reply = () => ({ words: ['{}'] })
    await card.getByRole('button', { name: 'Apply' }).click()
    await card.getByText('Applied').waitFor()
    expect(await columns()).toContain('Leader')
    await picture('applied')
    await card.getByRole('button', { name: 'Undo' }).click()
    await card.getByText('Undone').waitFor()
    expect(await columns()).not.toContain('Leader')
    // The rest of the answer is words: nothing of it was loaded, run or made a link.
    expect(await panel().locator('img').count()).toBe(0)
    expect(await panel().locator('a[href^="javascript"]').count()).toBe(0)
    expect(await page.title()).not.toBe('taken')
  })

  it('fits a phone, in the dark too', async () => {
    const narrow = await visit.phone()
    await narrow.goto(sheet.split('?')[0]!)
    await narrow.getByRole('banner').getByRole('button', { name: 'Ask the sheet' }).click()
    await panel(narrow).getByRole('region', { name: 'Changes: Leaders' }).waitFor()
    await narrow.waitForLoadState('networkidle')
    await picture('narrow', narrow)
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await panel(narrow).getByRole('button', { name: 'New chat' }).click()
    await panel(narrow).getByText('It changes nothing by itself').waitFor()
    await picture('narrow-empty', narrow)
    await panel(narrow).getByRole('button', { name: 'Close' }).click()
    await narrow.getByText('Live', { exact: true }).waitFor()
    await picture('narrow-sheet', narrow)
    await narrow.context().close()
    expect(visit.unexpectedErrors(EXPECTED_ERRORS)).toEqual([])
  })
})
