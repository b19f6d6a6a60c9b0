import { describe, expect, it } from 'vitest'
import { handsOf } from './sheets/hands.ts'
import { openSheet } from './sheets/make-sheet.ts'
import type { Place, SheetPage } from './sheets/sheet-page.ts'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('manners-')

const { asAnnDeletes, asAnnEdits, heldCommands, lastRows, pictures, toast } = handsOf(people)

describe('a row that is being added', () => {
  it('gets what is typed before it is there, in one row after another', async () => {
    await people.open(8)
    const release = await heldCommands()
    await people.ben.click(at(0, 8))
    await people.ben.press(...'Acme', 'Tab', ...'Berlin', 'Enter', ...'Beta', 'Tab', ...'Rome/?')
    await people.bensPage.getByText('For the new row: “Acme Berlin Beta Rome/?”').waitFor()
    await people.visit.picture('typed-ahead', people.bensPage)
    await release()
    await expect.poll(() => people.ben.editor.inputValue()).toBe('Rome/?')
    await people.ben.press('Enter')
    await expect
      .poll(() => lastRows(2))
      .toEqual([
        ['Acme', 'Berlin', null],
        ['Beta', 'Rome/?', null],
      ])
    // The focus is below the last row now, and the next letter begins another one.
    await people.ben.press(...'Gamma', 'Tab')
    await expect.poll(() => lastRows(1)).toEqual([['Gamma', null, null]])
  })

  it('gets what was typed for it also when the person has gone to another cell meanwhile', async () => {
    await people.open(8)
    const release = await heldCommands()
    await people.ben.click(at(0, 8))
    await people.ben.press(...'Acme', 'Tab', ...'Berlin')
    await people.ben.click(at(2, 0))
    await people.ben.type('elsewhere', 'Enter')
    await release()
    await expect.poll(() => lastRows(1)).toEqual([['Acme', 'Berlin', null]])
    expect(await people.stored(2, 0)).toBe('elsewhere')
    await expect.poll(() => people.ben.focused()).toEqual(at(2, 1))
  })
})

describe('while the server cannot be reached', () => {
  it('deleted rows are struck, columns have their new names, and the rest is counted', async () => {
    await people.open(8)
    const { annsPage, ann } = people
    await annsPage.route(/\/commands$/, (route) => route.abort())
    await ann.clickRowNumber(1)
    await ann.clickRowNumber(3, { control: true })
    await annsPage.getByText('2 rows selected').first().waitFor()
    await annsPage.getByRole('button', { name: 'Delete', exact: true }).click()
    const { x, y } = await ann.point(at(1, 0))
    await annsPage.mouse.click(x, y - 34, { button: 'right' })
    await annsPage.getByRole('menuitem', { name: 'Rename…' }).click()
    await annsPage.getByRole('textbox').last().fill('Town')
    await annsPage.getByRole('button', { name: 'Rename', exact: true }).click()
    await ann.click(at(0, 8))
    await annsPage.getByText('Waiting: 2 rows to delete, 1 column to rename, 1 row to add.').waitFor()
    await annsPage.getByText('3 changes not saved yet').waitFor()
    await expect.poll(() => ann.columnNames()).toEqual(['Company', 'Town', 'Note'])
    await ann.shows(at(0, 0), [
      ['Company 1'],
      ['Company 2, waiting to be deleted'],
      ['Company 3'],
      ['Company 4, waiting to be deleted'],
    ])
    await pictures('waiting', annsPage)
    await annsPage.unrouteAll()
    await annsPage.getByText('7 rows', { exact: true }).waitFor()
    await people.ben.shows(at(0, 0), [['Company 1'], ['Company 3'], ['Company 5']])
    expect(await ann.columnNames()).toEqual(['Company', 'Town', 'Note'])
  })
})

describe('what was refused', () => {
  it('says who deleted the row, and leads to the trash, from which an editor restores it', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    await bensPage.route(/\/commands$/, (route) => route.abort())
    await ben.click(at(2, 2))
    await ben.type('typed', 'Enter')
    await bensPage.getByText('Waiting: 1 value to save.').waitFor()
    await asAnnDeletes(2)
    await bensPage.unrouteAll()
    await bensPage.getByText(/Note of “Company 3”: “typed” is in a row that was deleted by .+\./).waitFor()
    expect(await bensPage.getByRole('button', { name: 'Show it' }).count()).toBe(0)
    await pictures('row-deleted')
    await bensPage.getByRole('button', { name: 'Open the trash' }).click()
    await bensPage.getByRole('button', { name: 'Restore', exact: true }).click()
    await bensPage.getByText('The trash is empty').waitFor()
    await ben.press('Escape')
    await bensPage.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => people.stored(2, 2)).toBe('typed')
  })

  it('names row and column in a conflict', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    await ben.click(at(1, 1))
    await ben.press('Enter')
    await ben.editor.fill('by Ben')
    await asAnnEdits(1, 1, 'by Ann')
    await bensPage.getByText('“by Ann” here meanwhile').waitFor()
    await ben.press('Enter')
    await bensPage.getByText('City of “Company 2”: you typed “by Ben”').waitFor()
    await pictures('conflict')
    await bensPage.getByRole('button', { name: 'Take theirs' }).click()
  })

  it('by an undo is called partly taken back, and by a redo could not be done again', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    await ben.click(at(0, 0))
    let saved = ben.answers('POST', '/commands')
    await ben.paste([['one'], ['two']])
    await saved
    await asAnnEdits(0, 0, 'by Ann')
    saved = ben.answers('POST', /undo$/)
    await ben.press('Control+z')
    await saved
    await toast('Not all of it').waitFor()
    await asAnnEdits(0, 1, 'by Ann')
    // The message calls the row as this browser knows it.
    await expect.poll(() => ben.cell(at(0, 1)).textContent()).toContain('by Ann')
    saved = ben.answers('POST', /redo$/)
    await ben.press('Control+y')
    await saved
    await toast(/^It could not be done again: Company of “by Ann” was changed by/).waitFor()
    await bensPage.getByRole('button', { name: /^Sheet of 8/ }).click()
    await bensPage.getByRole('menuitem', { name: 'All changes' }).click()
    await bensPage.getByText('partly taken back').waitFor()
    expect(await bensPage.locator('li .line-through').count()).toBe(0)
    await pictures('partly')
    await ben.press('Escape')
  })

  it('is nothing of what an editor may do: rows and columns go to the trash', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    await ben.clickRowNumber(1)
    await bensPage.getByRole('button', { name: 'Delete', exact: true }).click()
    await bensPage.getByText('7 rows', { exact: true }).waitFor()
    const { x, y } = await ben.point(at(1, 0))
    await bensPage.mouse.click(x, y - 34, { button: 'right' })
    await bensPage.getByRole('menuitem', { name: 'Move to the trash' }).click()
    await expect.poll(() => ben.columnNames()).toEqual(['Company', 'Note'])
  })
})

describe('a row that was changed and left', () => {
  const note = (text: string) => people.bensPage.getByRole('status').filter({ hasText: text })

  it('is named when it does not fit the filter, and can be shown; the focus stays', async () => {
    await people.open(8)
    const { bensPage, ben, made } = people
    await ben.filter({ column: made.columnIds[0]!, op: 'contains', value: 'Company' })
    await bensPage.getByText('Company contains Company').waitFor()
    await ben.shows(at(0, 0), [['Company 1']])
    await ben.click(at(0, 2))
    await ben.type('Acme', 'Enter')
    await note('“Acme” does not fit the filter.').waitFor()
    await pictures('left-filter')
    await ben.shows(at(0, 1), [['Company 2'], ['Company 4']])
    await ben.click(at(0, 7))
    await ben.press(...'Zeta', 'Enter')
    await note('“Zeta” does not fit the filter.').waitFor()
    // The focus is where the next row begins.
    await ben.press(...'Company Q', 'Enter')
    await expect
      .poll(() => lastRows(2))
      .toEqual([
        ['Zeta', null, null],
        ['Company Q', null, null],
      ])
  })

  it('is named when the order moves it, and can be shown there', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    await ben.sort(`${people.made.columnIds[0]}:asc`)
    await bensPage.getByText('Sorted by Company, ascending').waitFor()
    await ben.shows(at(0, 0), [['Company 1']])
    await ben.click(at(0, 0))
    await ben.type('Zed', 'Enter')
    await note('“Zed” moved to row 8.').waitFor()
    await expect.poll(() => ben.focused()).toEqual(at(0, 0))
    await bensPage.getByRole('button', { name: 'Show it' }).click()
    await expect.poll(() => ben.focused()).toEqual(at(0, 7))
  })
})

describe('a person at the sheet', () => {
  it('who may only look is told once, whatever they try', async () => {
    await people.open(8)
    const viewer = await people.visit.invite('viewer', 'vera')
    const [vera] = (await openSheet(people.visit, people.made.websetId, [viewer])) as [SheetPage]
    const words = 'You can look at this sheet, but not change it.'
    const told = viewer.locator('[data-sonner-toast]').filter({ hasText: words })
    await vera.click(at(0, 0))
    await vera.press('x')
    await told.waitFor()
    await pictures('viewer', viewer)
    await viewer.getByRole('button', { name: 'Dismiss' }).click()
    await told.waitFor({ state: 'detached' })
    await vera.press('Delete')
    await vera.paste([['pasted']])
    await vera.press('Enter')
    await vera.extend(at(0, 0), at(1, 1))
    await vera.press('Control+c')
    await viewer.locator('[data-sonner-toast]').filter({ hasText: '4 cells copied' }).waitFor()
    expect(await told.count()).toBe(0)
    expect(await people.stored(0, 0)).toBe('Company 1')
    await viewer.context().close()
  })

  it('may begin a value with a letter beyond ASCII', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    const keyboard = await bensPage.context().newCDPSession(bensPage)
    await ben.click(at(1, 2))
    for (const key of 'Öжa') {
      await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key })
      await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key })
    }
    await ben.press('Enter')
    await expect.poll(() => people.stored(1, 2)).toBe('Öжa')
    await keyboard.detach()
  })

  it('copies, pastes, empties and deletes by the menu of a cell', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    const choose = async (place: Place, item: string) => {
      const { x, y } = await ben.point(place)
      await bensPage.mouse.click(x, y, { button: 'right' })
      await bensPage.getByRole('menuitem', { name: item }).click()
    }
    await choose(at(0, 1), 'Copy')
    await expect.poll(() => bensPage.evaluate(() => navigator.clipboard.readText())).toBe('Company 2')
    await choose(at(1, 4), 'Paste')
    await expect.poll(() => people.stored(1, 4)).toBe('Company 2')
    await choose(at(2, 4), 'Empty the cell')
    await expect.poll(() => people.stored(2, 4)).toBe(null)
    const { x, y } = await ben.point(at(0, 6))
    await bensPage.mouse.click(x, y, { button: 'right' })
    await bensPage.getByRole('menuitem', { name: 'Move the row to the trash' }).waitFor()
    await pictures('cell-menu')
    await bensPage.getByRole('menuitem', { name: 'Move the row to the trash' }).click()
    await bensPage.getByText('7 rows', { exact: true }).waitFor()
    await ben.shows(at(0, 5), [['Company 6'], ['Company 8']])
  })

  it('closes the panel of a cell by Back, and leaves no step behind when it is closed by hand', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    const panel = bensPage.getByRole('complementary')
    const before = bensPage.url()
    await ben.click(at(0, 0))
    await ben.press('Space')
    await panel.waitFor()
    await ben.click(at(0, 2))
    await expect.poll(() => bensPage.url()).toContain(`cell=${people.made.rowIds[2]}.`)
    await bensPage.goBack()
    await panel.waitFor({ state: 'detached' })
    expect(bensPage.url()).toBe(before)
    await ben.press('ArrowDown')
    await expect.poll(() => ben.focused()).toEqual(at(0, 3))
    await ben.press('Space')
    await panel.waitFor()
    await bensPage.getByRole('button', { name: 'Close', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await expect.poll(() => bensPage.url()).toBe(before)
    await bensPage.goBack()
    await expect.poll(() => bensPage.url()).not.toBe(before)
  })

  it('sees no message whose Undo or Redo would do nothing', async () => {
    await people.open(8)
    const { ben } = people
    await ben.click(at(0, 0))
    await ben.paste([['one'], ['two']])
    await toast('2 cells pasted').waitFor()
    await ben.press('Control+z')
    await toast('Undone: pasting cells').waitFor()
    await toast('2 cells pasted').waitFor({ state: 'detached' })
    await ben.click(at(1, 4))
    await ben.press('Delete')
    await toast('1 cell cleared').waitFor()
    await toast('Undone: pasting cells').waitFor({ state: 'detached' })
    await people.bensPage.getByRole('button', { name: /^Sheet of 8/ }).click()
    await people.bensPage.getByRole('menuitem', { name: 'All changes' }).click()
    await people.bensPage.getByRole('dialog').getByRole('button', { name: 'Undo' }).first().click()
    await toast('1 cell cleared').waitFor({ state: 'detached' })
    await ben.press('Escape')
  })
})
