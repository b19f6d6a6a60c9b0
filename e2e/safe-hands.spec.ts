import { deleteRows, editCells, updateColumn } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('hands-')

describe('whatever others do meanwhile', () => {
  /** The message is the only sign of a change that was refused or done. */
  const toast = (text: string | RegExp) => people.bensPage.locator('[data-sonner-toast]').filter({ hasText: text })
  const asAnnEdits = (column: number, row: number, text: string) =>
    people.asAnn(editCells, {
      params: { id: people.made.websetId },
      body: { edits: [{ rowId: people.made.rowIds[row]!, columnId: people.made.columnIds[column]!, text }] },
    })
  const asAnnDeletes = (row: number) =>
    people.asAnn(deleteRows, { params: { id: people.made.websetId }, body: { rowIds: [people.made.rowIds[row]!] } })

  it('an open editor writes into the row that it was opened on, also after a row above is gone', async () => {
    await people.open(8)
    await people.ben.click(at(0, 2))
    await people.ben.press('Enter')
    await people.ben.editor.fill('typed by Ben')
    const heard = people.ben.hears('sheet.changed')
    await asAnnDeletes(0)
    await heard
    const saved = people.ben.answers('POST', '/commands')
    await people.ben.press('Enter')
    await saved
    expect(await people.stored(0, 2)).toBe('typed by Ben')
    await people.bensPage.getByText('7 rows', { exact: true }).waitFor()
    await people.ben.shows(at(0, 0), [['Company 2'], ['typed by Ben'], ['Company 4']])
  })

  it('an open editor writes into the column that it was opened on, also after columns moved', async () => {
    await people.open(8)
    await people.ben.click(at(0, 2))
    await people.ben.press('Enter')
    await people.ben.editor.fill('typed by Ben')
    const reread = people.ben.answers('GET', '')
    await people.asAnn(updateColumn, {
      params: { id: people.made.websetId, columnId: people.made.columnIds[2]! },
      body: { position: 0 },
    })
    await reread
    await expect.poll(() => people.ben.columnNames()).toEqual(['Note', 'Company', 'City'])
    await people.bensPage.getByText('This column has moved meanwhile').waitFor()
    const saved = people.ben.answers('POST', '/commands')
    await people.ben.press('Enter')
    await saved
    expect(await people.stored(0, 2)).toBe('typed by Ben')
  })

  it('Delete empties the cell that was chosen, also after a row above is gone', async () => {
    await people.open(8)
    await people.ben.click(at(0, 2))
    const reread = people.ben.answers('GET', '/rows')
    await asAnnDeletes(0)
    await reread
    await people.bensPage.getByText('7 rows', { exact: true }).waitFor()
    await expect.poll(() => people.ben.focused()).toEqual(at(0, 1))
    const saved = people.ben.answers('POST', '/commands')
    await people.ben.press('Delete')
    await saved
    expect([await people.stored(0, 2), await people.stored(0, 3)]).toEqual([null, 'Company 4'])
  })

  it('the focus is on no cell when its row is gone, and Delete then empties nothing', async () => {
    await people.open(8)
    await people.ben.click(at(0, 7))
    const reread = people.ben.answers('GET', '/rows')
    await asAnnDeletes(7)
    await reread
    await people.bensPage.getByText('7 rows', { exact: true }).waitFor()
    await people.ben.press('Delete')
    await people.ben.shows(at(0, 6), [['Company 7']])
    expect(await people.stored(0, 6)).toBe('Company 7')
  })

  it('Delete on scattered rows leaves the rows between them alone', async () => {
    await people.open(8)
    await people.ben.clickRowNumber(0)
    await people.ben.clickRowNumber(2, { control: true })
    await people.bensPage.getByText('2 rows selected').first().waitFor()
    const saved = people.ben.answers('POST', '/commands')
    await people.ben.press('Delete')
    await saved
    expect([await people.stored(0, 0), await people.stored(0, 1), await people.stored(0, 2)]).toEqual([
      null,
      'Company 2',
      null,
    ])
  })

  it('rows that were deleted come back by undo, and go again by redo', async () => {
    await people.open(8)
    await people.ann.clickRowNumber(1)
    await people.ann.clickRowNumber(3, { control: true })
    await people.annsPage.getByText('2 rows selected').first().waitFor()
    await people.annsPage.getByRole('button', { name: 'Delete', exact: true }).click()
    await people.annsPage.getByText('6 rows', { exact: true }).waitFor()
    await people.ben.shows(at(0, 0), [['Company 1'], ['Company 3'], ['Company 5']])
    await people.ann.press('Control+z')
    await people.annsPage.getByText('8 rows', { exact: true }).waitFor()
    await people.ann.shows(at(0, 0), [['Company 1'], ['Company 2'], ['Company 3'], ['Company 4']])
    await people.ann.press('Control+Shift+z')
    await people.annsPage.getByText('6 rows', { exact: true }).waitFor()
    await people.ben.shows(at(0, 0), [['Company 1'], ['Company 3'], ['Company 5']])
  })

  it('Undo in a message takes back what that message speaks of', async () => {
    await people.open(8)
    await people.ben.click(at(0, 0))
    let saved = people.ben.answers('POST', '/commands')
    await people.ben.paste([['FIRST']])
    await saved
    await people.ben.click(at(0, 1))
    saved = people.ben.answers('POST', '/commands')
    await people.ben.paste([['SECOND']])
    await saved
    await expect.poll(() => toast('pasted').count()).toBe(2)
    // The newest is in front; the others come forward under the pointer.
    await toast('pasted').first().hover()
    const undone = people.ben.answers('POST', /undo$/)
    await people.bensPage.locator('[data-sonner-toast][data-index="1"]').getByRole('button', { name: 'Undo' }).click()
    await undone
    expect([await people.stored(0, 0), await people.stored(0, 1)]).toEqual(['Company 1', 'SECOND'])
  })

  it('undo of an edit that someone else overtook takes back nothing older, and says what stayed', async () => {
    await people.open(8)
    await people.ben.click(at(0, 4))
    let saved = people.ben.answers('POST', '/commands')
    await people.ben.press('Delete')
    await saved
    await people.ben.click(at(0, 0))
    saved = people.ben.answers('POST', '/commands')
    await people.ben.type('by Ben', 'Enter')
    await saved
    const heard = people.ben.hears('sheet.changed')
    await asAnnEdits(0, 0, 'by Ann')
    await heard
    const undone = people.ben.answers('POST', /undo$/)
    await people.ben.press('Control+z')
    await undone
    await toast(/Company of/).waitFor()
    expect([await people.stored(0, 0), await people.stored(0, 4)]).toEqual(['by Ann', null])
  })

  it('what someone else changed is in the accessible table without moving the focus', async () => {
    await people.open(8)
    const heard = people.ben.hears('sheet.changed')
    await asAnnEdits(0, 3, 'by Ann')
    await heard
    await expect.poll(() => people.ben.cell(at(0, 3)).textContent()).toContain('by Ann')
  })

  it('a row that takes long to be added takes no focus from an editor that was opened meanwhile', async () => {
    await people.open(8)
    const held = Promise.withResolvers<void>()
    await people.bensPage.route(/\/commands$/, async (route) => {
      await held.promise
      await route.continue()
    })
    await people.ben.click(at(0, 8))
    await people.ben.click(at(0, 2))
    await people.ben.press('Enter')
    await people.ben.editor.fill('a long text')
    const saved = people.ben.answers('POST', '/commands')
    held.resolve()
    await saved
    await people.bensPage.getByText('9 rows', { exact: true }).waitFor()
    expect(await people.ben.editor.inputValue()).toBe('a long text')
    await people.ben.press('Enter')
    await expect.poll(() => people.stored(0, 2)).toBe('a long text')
    await people.bensPage.unrouteAll()
  })

  it('the menu of a column opens its filter', async () => {
    await people.open(8)
    const { x, y } = await people.ben.point(at(1, 0))
    await people.bensPage.mouse.click(x, y - 34, { button: 'right' })
    await people.bensPage.getByRole('menuitem', { name: 'Filter…' }).click()
    await people.bensPage.getByRole('button', { name: 'Apply the filter' }).waitFor()
  })

  it('9,000 rows are copied as 9,000 lines', async () => {
    await people.open(9000)
    await people.ben.clickHeader(0)
    const lines = await people.ben.copy()
    expect([lines.length, lines[0], lines[8999]]).toEqual([9000, ['Company 1'], ['Company 9000']])
  })

  it('a paste over rows that cannot be read writes nothing and says so', async () => {
    await people.open(300)
    await people.bensPage.route(/\/rows\?.*limit=300\b/, (route) => route.abort())
    await people.ben.click(at(0, 0))
    await people.ben.paste(Array.from({ length: 300 }, (_, row) => [`line ${row + 1}`]))
    await toast(/./).first().waitFor()
    await people.bensPage.unrouteAll()
    expect([await people.stored(0, 0), await people.stored(0, 150), await people.stored(0, 250)]).toEqual([
      'Company 1',
      'Company 151',
      'Company 251',
    ])
  })

  it('of two people who edit one cell, the later one is told before and after saving, and chooses', async () => {
    await people.open(8)
    for (const [row, key, outcome] of [
      [1, 'Control+Enter', 'by Ben'],
      [2, 'Control+Backspace', 'by Ann'],
    ] as const) {
      await people.ben.click(at(0, row))
      await people.ben.press('Enter')
      await people.ben.editor.fill('by Ben')
      await asAnnEdits(0, row, 'by Ann')
      await people.bensPage.getByText('“by Ann” here meanwhile').waitFor()
      await people.visit.picture(`told-${row}`, people.bensPage)
      let saved = people.ben.answers('POST', '/commands')
      await people.ben.press('Enter')
      await saved
      expect(await people.stored(0, row)).toBe('by Ann')
      await people.ben.click(at(0, row))
      await people.bensPage.getByText('you typed “by Ben”').waitFor()
      await people.ben.press('Control+z')
      await toast('was changed meanwhile: first keep your value or take theirs.').first().waitFor()
      await people.visit.picture(`mine-or-theirs-${row}`, people.bensPage)
      saved = key === 'Control+Enter' ? people.ben.answers('POST', '/commands') : Promise.resolve()
      await people.ben.press(key)
      await saved
      await people.ben.shows(at(0, row), [[outcome]])
      expect(await people.stored(0, row)).toBe(outcome)
    }
    const { cells } = (await people.ann.stored()).find(({ id }) => id === people.made.rowIds[1])!
    expect(cells[people.made.columnIds[0]!]).toBe('by Ben')
  })

  it('values typed faster than the editor opens are all stored', async () => {
    await people.open(8)
    await people.ben.click(at(0, 0))
    for (const key of ['o', 'n', 'e', 'Enter', 't', 'w', 'o', 'Enter', 't', 'h', 'r', 'e', 'e', 'Enter', 'f', 'Enter'])
      await people.bensPage.keyboard.press(key)
    await expect
      .poll(async () => [
        await people.stored(0, 0),
        await people.stored(0, 1),
        await people.stored(0, 2),
        await people.stored(0, 3),
      ])
      .toEqual(['one', 'two', 'three', 'f'])
  })

  it('edits of a lost network wait in the browser, outlive a reload, and are saved in their order', async () => {
    await people.open(8)
    await people.bensPage.route(/\/commands$/, (route) => route.abort())
    await people.ben.click(at(0, 0))
    await people.ben.type('first', 'Enter')
    await people.ben.click(at(0, 0))
    await people.ben.type('second', 'Enter')
    await people.bensPage.getByText('2 changes not saved yet').waitFor()
    await people.visit.picture('not-saved', people.bensPage)
    expect(await people.stored(0, 0)).toBe('Company 1')
    people.bensPage.once('dialog', (dialog) => void dialog.accept())
    await people.bensPage.unrouteAll()
    await people.bensPage.reload()
    await expect.poll(() => people.stored(0, 0)).toBe('second')
    await people.ben.shows(at(0, 0), [['second']])
  })

  it('undo and redo bring each step back, and nothing of an earlier visit', async () => {
    await people.open(8)
    await people.ben.press('Control+z')
    await toast('There is nothing of this visit left').waitFor()
    await people.ben.click(at(0, 0))
    let saved = people.ben.answers('POST', '/commands')
    await people.ben.type('changed', 'Enter')
    await saved
    saved = people.ben.answers('POST', /undo$/)
    await people.ben.press('Control+z')
    await saved
    await people.ben.shows(at(0, 0), [['Company 1']])
    saved = people.ben.answers('POST', /redo$/)
    await people.ben.press('Control+Shift+z')
    await saved
    await people.ben.shows(at(0, 0), [['changed']])
  })
})
