import { deleteColumn, updateColumn } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { handsOf } from './sheets/hands.ts'
import { at, TwoPeople } from './sheets/two-people.ts'

/* What has the focus is what a person chose. The grid never gives it to another cell in silence. */
const people = TwoPeople.forFile('focus-')
const { asAnnDeletes, asAnnEdits, lastRows, pictures, toast } = handsOf(people)
const column = (place: number) => ({ id: people.made.websetId, columnId: people.made.columnIds[place]! })
const firstNames = async () => (await people.ann.stored()).slice(0, 6).map(({ cells }) => cells[column(0).columnId])
const NAMES = [1, 2, 3, 4, 5, 6].map((n) => `Company ${n}`)

it('a row that is added by the first click of a visit gets what is typed for it', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  await bensPage.reload()
  await ben.cell(at(0, 7)).waitFor({ state: 'attached' })
  await ben.click(at(0, 8))
  await bensPage.keyboard.type('New firm')
  await bensPage.keyboard.press('Enter')
  await expect.poll(() => lastRows(1)).toEqual([['New firm', null, null]])
  expect(await firstNames()).toEqual(NAMES)
})

it('a column that goes to the trash under an editor leaves no cell selected', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  await ben.click(at(2, 4))
  await ben.press('Enter')
  await ben.editor.fill('for the note')
  const heard = ben.hears('sheet.changed')
  await people.asAnn(deleteColumn, { params: column(2) })
  await heard
  await ben.press('Enter')
  await bensPage.getByText('is in a column that was deleted').waitFor()
  await bensPage.keyboard.type('Somewhere')
  await ben.press('Enter', 'Delete')
  await expect.poll(() => ben.focused()).toBeNull()
  expect(await firstNames()).toEqual(NAMES)
})

it('a selected row that someone else deletes passes the selection on to no other row', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  await ben.click(at(1, 4))
  await expect.poll(() => ben.focused()).toEqual(at(1, 4))
  await asAnnDeletes(4)
  await bensPage.getByText('7 rows', { exact: true }).waitFor()
  await expect.poll(() => ben.focused()).toBeNull()
  await bensPage.keyboard.type('For row five')
  await ben.press('Enter')
  expect(await people.stored(1, 5)).toBe('City 6')
  // The keyboard still leads back into the sheet.
  await ben.press('ArrowDown')
  await expect.poll(() => ben.focused()).not.toBeNull()
})

it('a column that is moved between two selected ones is not selected', async () => {
  await people.open(8)
  const { ben } = people
  await ben.drag(at(0, 1), at(1, 2))
  const heard = ben.hears('sheet.changed')
  await people.asAnn(updateColumn, { params: column(2), body: { position: 1 } })
  await heard
  await expect.poll(() => ben.columnNames()).toEqual(['Company', 'Note', 'City'])
  const saved = ben.answers('POST', '/commands')
  await ben.press('Delete')
  await saved
  expect([await people.stored(2, 1), await people.stored(2, 2)]).toEqual(['Note 2', 'Note 3'])
})

it('“Keep mine” overwrites only what the person was shown', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  await ben.click(at(0, 2))
  await ben.press('Enter')
  await ben.editor.fill('mine')
  await asAnnEdits(0, 2, 'first')
  await ben.press('Enter')
  const keep = bensPage.getByRole('button', { name: /^Keep mine/ })
  await bensPage.getByText(/wrote “first”/).waitFor()
  await asAnnEdits(0, 2, 'second')
  await keep.click()
  await bensPage.getByText(/wrote “second”/).waitFor()
  expect(await people.stored(0, 2)).toBe('second')
  await keep.click()
  await expect.poll(() => people.stored(0, 2)).toBe('mine')
})

it('a click on the cell that is selected already takes the focus from a button', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  const inSheet = () => bensPage.evaluate(() => document.activeElement?.closest('[data-sheet]') != null)
  // By the keyboard: two clicks in a row would be a double-click.
  await ben.goTo(at(1, 1))
  await bensPage.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).focus()
  await expect.poll(inSheet).toBe(false)
  await ben.click(at(1, 1))
  await expect.poll(inSheet).toBe(true)
  await ben.type('typed', 'Enter')
  await expect.poll(() => people.stored(1, 1)).toBe('typed')
})

it('a column is renamed by what is typed in its dialog, and no cell is', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  await ben.click(at(1, 1))
  const { x, y } = await ben.point(at(1, 0))
  await bensPage.mouse.click(x, y - 34, { button: 'right' })
  await bensPage.getByRole('menuitem', { name: 'Rename…' }).click()
  const name = bensPage.getByRole('dialog').getByRole('textbox', { name: 'Name' })
  await name.waitFor()
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true)
  await bensPage.keyboard.press('Control+a')
  await bensPage.keyboard.type('Town')
  await bensPage.keyboard.press('Enter')
  await expect.poll(() => ben.columnNames()).toContain('Town')
  expect(await people.stored(1, 1)).not.toBe('Town')
})

it('what is in an editor is saved when the page goes on to another screen', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  // By the list, so that Back leads to another screen of the same page.
  const path = new URL(bensPage.url()).pathname
  await bensPage.goto(people.visit.address)
  await bensPage.locator(`a[href="${path}"]`).first().click()
  await bensPage.getByText('Live', { exact: true }).waitFor()
  await ben.click(at(2, 1))
  await ben.press('Enter')
  await ben.editor.fill('before I left')
  await bensPage.goBack()
  await expect.poll(() => people.stored(2, 1)).toBe('before I left')
})

it('a row that no longer fits the filter is marked until the focus leaves it; emptied ones are counted', async () => {
  await people.open(8)
  const { bensPage, ben } = people
  await ben.filter({ column: column(0).columnId, op: 'contains', value: 'Company' })
  await bensPage.getByText('Company contains Company').waitFor()
  await ben.shows(at(0, 0), [['Company 1']])
  await ben.click(at(0, 2))
  await ben.type('Acme', 'Tab')
  await bensPage.getByText('“Acme” does not fit the filter. It stays until you leave it.').waitFor()
  await expect.poll(() => ben.read(at(0, 2), [['']])).toEqual([['Acme, does not fit the filter']])
  await pictures('stray-row')
  await ben.click(at(1, 0))
  await bensPage.getByText('“Acme” does not fit the filter.').waitFor()
  await ben.extend(at(0, 0), at(0, 1))
  await ben.press('Delete')
  await toast('2 cells cleared; 2 rows no longer fit the filter').waitFor()
  await pictures('rows-left')
  await ben.shows(at(0, 0), [['Company 4']])
  await toast('2 cells cleared').getByRole('button', { name: 'Undo' }).click()
  await toast('Undone: clearing cells · 2 changed').waitFor()
  await ben.shows(at(0, 0), [['Company 1'], ['Company 2'], ['Company 4']])
})
