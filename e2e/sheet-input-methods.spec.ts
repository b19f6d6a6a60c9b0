import type { CDPSession } from 'playwright-core'
import { expect, it } from 'vitest'
import { handsOf } from './sheets/hands.ts'
import { at, TwoPeople } from './sheets/two-people.ts'

/* What begins on a selected cell and is not made of keys that have a letter each. */
const people = TwoPeople.forFile('input-methods-')
const { lastRows } = handsOf(people)

/** The keyboard below the one of Playwright: it composes, has accents, and sends what no key has. */
async function keyboard() {
  const session: CDPSession = await people.bensPage.context().newCDPSession(people.bensPage)
  return {
    compose: (text: string) =>
      session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    /** What the field with the focus has. Keys and words come to the page by different ways. */
    has: (text: string) =>
      people.bensPage.waitForFunction((all) => (document.activeElement as HTMLTextAreaElement).value === all, text),
    insert: (text: string) => session.send('Input.insertText', { text }),
    taken: (code: string) =>
      session.send('Input.dispatchKeyEvent', {
        type: 'rawKeyDown',
        key: 'Process',
        code,
        windowsVirtualKeyCode: 229,
      }),
    press: async (key: string, text?: string) => {
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...(text ? { text } : {}) })
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key })
    },
  }
}

it('a word that is composed is whole in the editor, and the person goes on in it', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  const keys = await keyboard()
  await ben.click(at(1, 1))
  for (const text of ['ｔ', 'と', 'とう', 'とうきょう']) await keys.compose(text)
  await people.visit.picture('composing', bensPage)
  await keys.insert('東京')
  await expect.poll(() => ben.editor.inputValue()).toBe('東京')
  await keys.compose('と')
  await keys.insert('都')
  await ben.press(...'23', 'Enter')
  await expect.poll(() => people.stored(1, 1)).toBe('東京都23')
  // A cell below has the focus now, and another word begins on it.
  await keys.compose('か')
  await keys.insert('神戸')
  await expect.poll(() => ben.editor.inputValue()).toBe('神戸')
  await ben.press('Enter')
  await expect.poll(() => people.stored(1, 2)).toBe('神戸')
})

it('syllables that follow each other at once are one word', async () => {
  await people.open(8)
  const { ben } = people
  const keys = await keyboard()
  await ben.click(at(1, 1))
  await keys.compose('ㅎ')
  await keys.compose('한')
  await Promise.all([keys.insert('한'), keys.compose('ㄱ'), keys.compose('글')])
  await keys.insert('글')
  await expect.poll(() => ben.editor.inputValue()).toBe('한글')
  await ben.press('Enter')
  await expect.poll(() => people.stored(1, 1)).toBe('한글')
})

it('Escape and arrows in a composition are for the input method', async () => {
  await people.open(8)
  const { ben } = people
  const keys = await keyboard()
  await ben.click(at(1, 1))
  await keys.compose('と')
  await keys.has('と')
  // An input method takes these keys, and the page hears only that it did.
  for (const code of ['ArrowDown', 'Enter', 'Escape']) await keys.taken(code)
  await keys.compose('')
  await keys.has('')
  await expect.poll(() => ben.focused()).toEqual(at(1, 1))
  await ben.press(...'Rome', 'Enter')
  await expect.poll(() => people.stored(1, 1)).toBe('Rome')
})

it('a word that is left by a click goes into the cell where it began', async () => {
  await people.open(8)
  const { ben } = people
  const keys = await keyboard()
  await ben.click(at(1, 1))
  await keys.compose('東京')
  await ben.click(at(2, 3))
  await expect.poll(() => people.stored(1, 1)).toBe('東京')
  await expect.poll(() => ben.focused()).toEqual(at(2, 3))
  expect(await people.stored(2, 3)).toBe('Note 4')
})

it('a letter below an accent, and a sign that is picked', async () => {
  await people.open(8)
  const { ben } = people
  const keys = await keyboard()
  await ben.click(at(1, 1))
  await keys.press('Dead')
  await keys.press('e', 'é')
  await expect.poll(() => ben.editor.inputValue()).toBe('é')
  await ben.press(...'tage', 'Enter')
  await expect.poll(() => people.stored(1, 1)).toBe('étage')
  // On a Mac, an accent is composed.
  await keys.compose('´')
  await keys.insert('é')
  await expect.poll(() => ben.editor.inputValue()).toBe('é')
  await ben.press('Enter')
  await expect.poll(() => people.stored(1, 2)).toBe('é')
  await keys.insert('🌻')
  await expect.poll(() => ben.editor.inputValue()).toBe('🌻')
  await ben.press('Enter')
  await expect.poll(() => people.stored(1, 3)).toBe('🌻')
})

it('begins a new row below the last one', async () => {
  await people.open(8)
  const { ben } = people
  const keys = await keyboard()
  await ben.click(at(0, 7))
  await ben.press('ArrowDown')
  await keys.compose('しん')
  await keys.insert('新会社')
  await ben.press('Enter')
  await expect.poll(() => lastRows(1)).toEqual([['新会社', null, null]])
})

it('Tab leads into the sheet and out of it, both ways', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  const inSheet = () => bensPage.evaluate(() => document.activeElement?.closest('[data-sheet]') !== null)
  await ben.goTo(at(2, 0))
  await ben.press('Tab')
  await expect.poll(() => bensPage.evaluate(() => document.activeElement?.textContent)).toContain('Add a column')
  await ben.press('Shift+Tab')
  await expect.poll(() => bensPage.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Sheet')
  await ben.goTo(at(0, 0))
  await ben.press('Shift+Tab')
  await expect.poll(inSheet).toBe(false)
})
