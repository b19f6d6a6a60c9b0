import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ChatModel } from '../libs/features/src/testing/chat-model.ts'
import { findings } from './drills/findings.ts'
import { Screens } from './drills/screens.ts'
import { OwnVisit } from './setup/visit.ts'

let visit: OwnVisit
let page: Page
let model: ChatModel
let screens: Screens

beforeAll(async () => {
  model = await ChatModel.open()
  visit = await OwnVisit.open({
    settings: { OFFLINE: 'false', ALLOWED_PRIVATE_HOSTS: model.host },
    // A colour that is on its way to another has no contrast that could be judged.
    reducedMotion: 'reduce',
  })
  page = visit.page
  await visit.openSample()
  const sheet = page.url().split('?')[0]!
  screens = new Screens(page, visit.address, sheet, model)
  const price = { inputMicrosPerMillion: 1_000_000, cachedInputMicrosPerMillion: 1_000_000 }
  await visit.ask('/connections', {
    providerId: 'openai-compatible',
    settings: { baseUrl: `http://${model.host}/v1` },
    key: 'sk-accessible',
    defaultModel: 'chat-1',
    prices: [{ model: 'chat-1', ...price, outputMicrosPerMillion: 4_000_000 }],
  })
  await visit.ask('/websets', { name: 'Spare list', paste: 'example.com\nexample.org' })
  await visit.ask(`/websets/${/websets\/([0-9a-f-]+)/.exec(sheet)![1]}/columns`, {
    question: 'Who leads?',
    name: 'Leader',
  })
})
afterAll(async () => {
  await visit?.close()
  model?.close()
})

/** Each begins where the one before it ended. */
const STEPS: Record<string, () => Promise<void>> = {
  websets: () => screens.openList(),
  'a menu in a list': async () => {
    await screens.button('Actions for Spare list').click()
    await screens.entry('Rename').waitFor()
  },
  'a toast': async () => {
    await screens.entry('Move to the trash').click()
    await screens.button('Undo').waitFor()
  },
  'another toast': async () => {
    await screens.button('Undo').click()
    await page.getByText('is back').waitFor()
  },
  'a sub-menu': async () => {
    await screens.button(/^Account of/).click()
    await screens.entry('Theme').click()
    await page.getByRole('menuitemradio', { name: 'Dark theme' }).waitFor()
  },
  'a dialog with a field': async () => {
    await screens.openList()
    await screens.button('New webset').click()
    await screens.dialog.getByLabel('Name').waitFor()
  },
  'the preview of an import': () => screens.openPreview(),
  'the sheet': async () => {
    await screens.openSheet()
    await page.locator('[role="grid"][aria-label="Cells"]').waitFor({ state: 'attached' })
  },
  'a tooltip': async () => {
    await screens.button('Filter').hover()
    await page.getByRole('tooltip', { name: 'Filter' }).waitFor()
  },
  'a popover': async () => {
    await screens.button('Filter').click()
    await screens.dialog.getByRole('button').first().waitFor()
  },
  'the menu of a column': () => screens.openSheetMenu(16),
  'the menu of a cell': () => screens.openSheetMenu(100),
  'the price of a run': () => screens.openPrice(),
  'the palette': () => screens.openPalette(),
  'the editor of a column': () => screens.openEditor(),
  'a chat': () => screens.openChat(),
  'spending as bars': async () => {
    await screens.openSettings('spending', 'Spent by day')
    await page
      .getByRole('img', { name: /^Spent by day/ })
      .locator('svg path')
      .first()
      .waitFor({ state: 'attached' })
  },
  'spending as a table': () => screens.button('As a table').click(),
  'the account': () => screens.openSettings('account', 'Password'),
  members: () => screens.openSettings('members', 'Invite'),
  providers: () => screens.openSettings('providers', 'OpenAI-compatible'),
  tokens: () => screens.openSettings('tokens', 'API tokens'),
}

describe.each([
  ['wide and light', 1440, 900, 'light'],
  ['wide and dark', 1440, 900, 'dark'],
  ['narrow and light', 390, 844, 'light'],
  ['narrow and dark', 390, 844, 'dark'],
] as const)('nothing that axe calls serious, %s', (_name, width, height, colorScheme) => {
  beforeAll(async () => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
  })
  it.each(Object.entries(STEPS))('%s', async (_screen, step) => {
    await step()
    expect(await findings(page)).toEqual([])
  })
})

it('what appears is judged when it is there', async () => {
  const other = await visit.context.newPage()
  await other.setContent(`<!doctype html><html lang="en"><title>Appearing</title><main><h1>Appearing</h1></main>
    <style>@keyframes appear { from { opacity: 0 } } h1 { animation: appear 1s }</style>`)
  expect(await findings(other)).toEqual([])
  await other.close()
})

const focused = () =>
  page.evaluate(() => {
    const { activeElement: element } = document
    return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
  })
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

describe('with the keyboard alone', () => {
  beforeAll(async () => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'dark' })
  })

  it('a menu knows Home, End and first letters, opens a sub-menu, and gives the focus back', async () => {
    await screens.openList()
    await screens.button(/^Account of/).focus()
    const trigger = await focused()
    await press('Enter')
    await expect.poll(focused).toBe('Stored pages')
    await press('End')
    await expect.poll(focused).toBe('Sign out')
    await press('ArrowDown')
    await expect.poll(focused).toBe('Stored pages')
    await press('ArrowUp', 'Home', 's', 'e')
    await expect.poll(focused).toBe('Settings')
    await press('ArrowDown', 'ArrowRight')
    await expect.poll(focused).toBe('System theme')
    await press('Escape')
    await expect.poll(focused).toBe('Theme')
    await press('ArrowRight')
    await expect.poll(focused).toBe('System theme')
    await press('l', 'Enter')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('light')
    await expect.poll(focused).toBe(trigger)
    expect(await page.getByRole('menu').count()).toBe(0)
  })

  it('a menu over the canvas gives the focus back to the sheet', async () => {
    await screens.openSheetMenu(100)
    await press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await page.locator('canvas').first().focus()
    await screens.pressSheet(100)
    await press('ArrowDown', 'End')
    await expect.poll(focused).toBe('Move the row to the trash')
    await press('Escape')
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-sheet]') !== null)).toBe(true)
  })

  it('a dialog holds the focus, closes on Escape, and gives the focus back', async () => {
    await screens.openList()
    await screens.button('Actions for Spare list').focus()
    await press('Enter')
    await expect.poll(focused).toBe('Rename')
    await press('Enter')
    const name = screens.dialog.getByLabel('Name')
    await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true)
    const places = new Set<string>()
    for (let step = 0; step < 8; step++) {
      await press('Tab')
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null))
        .toBe(true)
      places.add(await focused())
    }
    expect([...places].sort()).toEqual(['', 'Cancel', 'Close', 'Rename'])
    await press('Escape')
    await screens.dialog.waitFor({ state: 'detached' })
    await expect.poll(focused).toBe('Actions for Spare list')
  })

  it('Escape closes a menu and leaves the panel under it open', async () => {
    await screens.openChat()
    await screens.chat.getByRole('button', { name: 'Chats of this webset' }).focus()
    await press('Enter')
    await page.getByRole('menu').waitFor()
    await press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    expect(await screens.chat.isVisible()).toBe(true)
    await screens.chat.getByLabel('Question').focus()
    await press('Escape')
    await screens.chat.waitFor({ state: 'detached' })
  })

  it('the palette finds, wraps around, and runs', async () => {
    await screens.openPalette()
    const chosen = () => page.getByRole('option', { selected: true }).first().innerText()
    const first = await chosen()
    await press('ArrowUp')
    await expect.poll(chosen).not.toBe(first)
    await press('ArrowDown')
    await expect.poll(chosen).toBe(first)
    await page.keyboard.type('settings providers')
    await expect.poll(chosen).toContain('Settings: providers')
    await press('Enter')
    await page.getByRole('tab', { name: 'Providers', selected: true }).waitFor()
  })

  it('tabs are one stop, and the arrow keys go between them', async () => {
    await screens.openSettings('account', 'Password')
    await page.getByRole('tab', { name: 'Account' }).focus()
    await press('ArrowRight', 'ArrowRight')
    await expect.poll(focused).toBe('Providers')
    await press('Enter')
    await page.getByRole('tab', { name: 'Providers', selected: true }).waitFor()
  })

  it('a step is moved, said aloud, and put back by Escape', async () => {
    await screens.openEditor()
    const steps = page.getByRole('list', { name: 'Steps to an answer' }).locator('button[aria-label^="Move"]')
    const order = () => steps.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')))
    const before = await order()
    const said = page.locator('[id^="DndLiveRegion"]')
    await screens.button('Move Agents').focus()
    const at = before.indexOf('Move Agents') + 1
    const total = `of ${before.length}`
    await press('Space')
    await expect.poll(() => said.innerText()).toBe(`Agents is held at ${at} ${total}`)
    await press('ArrowUp')
    await expect.poll(() => said.innerText()).toBe(`Agents is held at ${at - 1} ${total}`)
    await press('Escape')
    await expect.poll(() => said.innerText()).toBe(`Agents is back at ${at} ${total}`)
    expect(await order()).toEqual(before)
    await press('Space')
    await expect.poll(() => said.innerText()).toBe(`Agents is held at ${at} ${total}`)
    await press('ArrowUp')
    await expect.poll(() => said.innerText()).toBe(`Agents is held at ${at - 1} ${total}`)
    await press('Space')
    await expect.poll(() => said.innerText()).toBe(`Agents is now ${at - 1} ${total}`)
    expect(await order()).toEqual(before.toSpliced(at - 1, 1).toSpliced(at - 2, 0, 'Move Agents'))
    expect(await focused()).toBe('Move Agents')
  })

  it('a toast is said aloud, and its action is reached', async () => {
    await screens.openList()
    await screens.button('Actions for Spare list').focus()
    await press('Enter', 'End', 'Enter')
    const spoken = page.locator('[aria-live="polite"]', { hasText: 'is in the trash' })
    await spoken.waitFor({ state: 'attached' })
    await press('Alt+t', 'Tab', 'Tab', 'Tab')
    await expect.poll(focused).toBe('Undo')
    await press('Enter')
    await page.getByText('is back').waitFor()
    await page.getByText('Spare list', { exact: true }).waitFor()
  })
})
