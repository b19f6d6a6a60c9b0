import { deleteRows, editCells, updateColumn, type Client } from '@enrichify/contracts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Visit } from './setup/visit.ts'
import { makeSheet, openSheet, type MadeSheet } from './sheets/make-sheet.ts'
import type { SheetPage } from './sheets/sheet-page.ts'

let visit: Visit
/** The manager and an editor she invited, each in their own browser. */
let annsPage: Page
let bensPage: Page
let asAnn: Client
let made: MadeSheet
let ann: SheetPage
let ben: SheetPage

beforeAll(async () => {
  visit = await Visit.open({ pictures: 'sheet-' })
  await visit.openSample()
  annsPage = visit.page
  bensPage = await visit.invite('editor', 'ben')
  asAnn = await visit.client()
})
afterAll(() => visit?.close())

/** Both open a webset that no other test has touched. */
async function both(rows: number): Promise<void> {
  made = await makeSheet(visit, rows)
  ;[ann, ben] = (await openSheet(visit, made.websetId, [annsPage, bensPage])) as [SheetPage, SheetPage]
  await ann.shows({ column: 0, row: 0 }, [['Company 1']])
  await ben.shows({ column: 0, row: 0 }, [['Company 1']])
}
const at = (column: number, row: number) => ({ column, row })
/** What the API has in a cell now, by the place that the row and the column had when the sheet was made. */
const stored = async (column: number, row: number) =>
  (await ann.stored()).find(({ id }) => id === made.rowIds[row])?.cells[made.columnIds[column]!] ?? null

describe('two people on one sheet', () => {
  it('both open the same webset', () => both(8))

  it('what one types, the other sees; Enter goes down and Tab to the right', async () => {
    await ann.click(at(0, 1))
    let heard = ben.hears('sheet.changed')
    await ann.type('Rye & River', 'Enter')
    await heard
    await expect.poll(() => ann.focused()).toEqual(at(0, 2))
    heard = ben.hears('sheet.changed')
    await ann.type('Optik', 'Tab')
    await heard
    await expect.poll(() => ann.focused()).toEqual(at(1, 2))
    await ben.shows(at(0, 1), [['Rye & River'], ['Optik']])
    await ann.shows(at(0, 1), [['Rye & River'], ['Optik']])
  })

  it('Escape leaves the cell as it was', async () => {
    await ann.goTo(at(0, 3))
    await ann.type('never mind', 'Escape')
    await ann.shows(at(0, 3), [['Company 4']])
    expect(await stored(0, 3)).toBe('Company 4')
  })

  it('a block that is pasted arrives as a block', async () => {
    const block = [
      ['north', 'one'],
      ['south', 'two'],
      ['west', 'three'],
    ]
    await ann.click(at(1, 3))
    const heard = ben.hears('sheet.changed')
    await ann.paste(block)
    await heard
    await ben.shows(at(1, 3), block)
    await ann.shows(at(1, 3), block)
  })

  it('what is copied is what was chosen, with the mouse and with the keyboard', async () => {
    await ben.drag(at(1, 3), at(2, 4))
    expect(await ben.copy()).toEqual([
      ['north', 'one'],
      ['south', 'two'],
    ])
    await ben.extend(at(0, 1), at(1, 2))
    expect(await ben.copy()).toEqual([
      ['Rye & River', 'City 2'],
      ['Optik', 'City 3'],
    ])
  })

  it('what one deletes is gone for both, and undo brings it back for both', async () => {
    await ben.drag(at(1, 3), at(2, 4))
    let heard = ann.hears('sheet.changed')
    await ben.press('Delete')
    await heard
    const gone = [
      ['', ''],
      ['', ''],
    ]
    await ann.shows(at(1, 3), gone)
    await ben.shows(at(1, 3), gone)
    heard = ann.hears('sheet.changed')
    await ben.press('Control+z')
    await heard
    const back = [
      ['north', 'one'],
      ['south', 'two'],
    ]
    await ann.shows(at(1, 3), back)
    await ben.shows(at(1, 3), back)
  })

  it('at the end both show what the API has, and had no error', async () => {
    const rows = await ann.stored()
    const table = rows.map(({ cells }) => made.columnIds.map((id) => String(cells[id] ?? '')))
    expect(table).toEqual([
      ['Company 1', 'City 1', 'Note 1'],
      ['Rye & River', 'City 2', 'Note 2'],
      ['Optik', 'City 3', 'Note 3'],
      ['Company 4', 'north', 'one'],
      ['Company 5', 'south', 'two'],
      ['Company 6', 'west', 'three'],
      ['Company 7', 'City 7', 'Note 7'],
      ['Company 8', 'City 8', 'Note 8'],
    ])
    await ann.shows(at(0, 0), table)
    await ben.shows(at(0, 0), table)
    await visit.picture('two-people', bensPage)
    expect(visit.unexpectedErrors()).toEqual([])
  })
})

describe('whatever others do meanwhile', () => {
  /** The message is the only sign of a change that was refused or done. */
  const toast = (text: string | RegExp) => bensPage.locator('[data-sonner-toast]').filter({ hasText: text })
  const asAnnEdits = (column: number, row: number, text: string) =>
    asAnn(editCells, {
      params: { id: made.websetId },
      body: { edits: [{ rowId: made.rowIds[row]!, columnId: made.columnIds[column]!, text }] },
    })
  const asAnnDeletes = (row: number) =>
    asAnn(deleteRows, { params: { id: made.websetId }, body: { rowIds: [made.rowIds[row]!] } })

  it('an open editor writes into the row that it was opened on, also after a row above is gone', async () => {
    await both(8)
    await ben.click(at(0, 2))
    await ben.press('Enter')
    await ben.editor.fill('typed by Ben')
    const heard = ben.hears('sheet.changed')
    await asAnnDeletes(0)
    await heard
    const saved = ben.answers('POST', '/commands')
    await ben.press('Enter')
    await saved
    expect(await stored(0, 2)).toBe('typed by Ben')
    await bensPage.getByText('7 rows', { exact: true }).waitFor()
    await ben.shows(at(0, 0), [['Company 2'], ['typed by Ben'], ['Company 4']])
  })

  it('an open editor writes into the column that it was opened on, also after columns moved', async () => {
    await both(8)
    await ben.click(at(0, 2))
    await ben.press('Enter')
    await ben.editor.fill('typed by Ben')
    const reread = ben.answers('GET', '')
    await asAnn(updateColumn, {
      params: { id: made.websetId, columnId: made.columnIds[2]! },
      body: { position: 0 },
    })
    await reread
    await expect.poll(() => ben.columnNames()).toEqual(['Note', 'Company', 'City'])
    await bensPage.getByText('This column has moved meanwhile').waitFor()
    const saved = ben.answers('POST', '/commands')
    await ben.press('Enter')
    await saved
    expect(await stored(0, 2)).toBe('typed by Ben')
  })

  it('Delete empties the cell that was chosen, also after a row above is gone', async () => {
    await both(8)
    await ben.click(at(0, 2))
    const reread = ben.answers('GET', '/rows')
    await asAnnDeletes(0)
    await reread
    await bensPage.getByText('7 rows', { exact: true }).waitFor()
    await expect.poll(() => ben.focused()).toEqual(at(0, 1))
    const saved = ben.answers('POST', '/commands')
    await ben.press('Delete')
    await saved
    expect([await stored(0, 2), await stored(0, 3)]).toEqual([null, 'Company 4'])
  })

  it('the focus is on no cell when its row is gone, and Delete then empties nothing', async () => {
    await both(8)
    await ben.click(at(0, 7))
    const reread = ben.answers('GET', '/rows')
    await asAnnDeletes(7)
    await reread
    await bensPage.getByText('7 rows', { exact: true }).waitFor()
    await ben.press('Delete')
    await ben.shows(at(0, 6), [['Company 7']])
    expect(await stored(0, 6)).toBe('Company 7')
  })

  it('Delete on scattered rows leaves the rows between them alone', async () => {
    await both(8)
    await ben.clickRowNumber(0)
    await ben.clickRowNumber(2, { control: true })
    await bensPage.getByText('2 rows selected').first().waitFor()
    const saved = ben.answers('POST', '/commands')
    await ben.press('Delete')
    await saved
    expect([await stored(0, 0), await stored(0, 1), await stored(0, 2)]).toEqual([null, 'Company 2', null])
  })

  it('Undo in a message takes back what that message speaks of', async () => {
    await both(8)
    await ben.click(at(0, 0))
    let saved = ben.answers('POST', '/commands')
    await ben.paste([['FIRST']])
    await saved
    await ben.click(at(0, 1))
    saved = ben.answers('POST', '/commands')
    await ben.paste([['SECOND']])
    await saved
    await expect.poll(() => toast('pasted').count()).toBe(2)
    // The newest is in front; the others come forward under the pointer.
    await toast('pasted').first().hover()
    const undone = ben.answers('POST', /undo$/)
    await bensPage.locator('[data-sonner-toast][data-index="1"]').getByRole('button', { name: 'Undo' }).click()
    await undone
    expect([await stored(0, 0), await stored(0, 1)]).toEqual(['Company 1', 'SECOND'])
  })

  it('undo of an edit that someone else overtook takes back nothing older, and says what stayed', async () => {
    await both(8)
    await ben.click(at(0, 4))
    let saved = ben.answers('POST', '/commands')
    await ben.press('Delete')
    await saved
    await ben.click(at(0, 0))
    saved = ben.answers('POST', '/commands')
    await ben.type('by Ben', 'Enter')
    await saved
    const heard = ben.hears('sheet.changed')
    await asAnnEdits(0, 0, 'by Ann')
    await heard
    const undone = ben.answers('POST', /undo$/)
    await ben.press('Control+z')
    await undone
    await toast(/Company of/).waitFor()
    expect([await stored(0, 0), await stored(0, 4)]).toEqual(['by Ann', null])
  })

  it('what someone else changed is in the accessible table without moving the focus', async () => {
    await both(8)
    const heard = ben.hears('sheet.changed')
    await asAnnEdits(0, 3, 'by Ann')
    await heard
    await expect.poll(() => ben.cell(at(0, 3)).textContent()).toContain('by Ann')
  })

  it('9,000 rows are copied as 9,000 lines', async () => {
    await both(9000)
    await ben.clickHeader(0)
    const lines = await ben.copy()
    expect([lines.length, lines[0], lines[8999]]).toEqual([9000, ['Company 1'], ['Company 9000']])
  })

  it('a paste over rows that cannot be read writes nothing and says so', async () => {
    await both(300)
    await bensPage.route(/\/rows\?.*limit=300\b/, (route) => route.abort())
    await ben.click(at(0, 0))
    await ben.paste(Array.from({ length: 300 }, (_, row) => [`line ${row + 1}`]))
    await toast(/./).first().waitFor()
    await bensPage.unrouteAll()
    expect([await stored(0, 0), await stored(0, 150), await stored(0, 250)]).toEqual([
      'Company 1',
      'Company 151',
      'Company 251',
    ])
  })

  it('of two people who edit one cell, the later one is told before and after saving, and chooses', async () => {
    await both(8)
    for (const [row, key, outcome] of [
      [1, 'Control+Enter', 'by Ben'],
      [2, 'Control+Backspace', 'by Ann'],
    ] as const) {
      await ben.click(at(0, row))
      await ben.press('Enter')
      await ben.editor.fill('by Ben')
      await asAnnEdits(0, row, 'by Ann')
      await bensPage.getByText('“by Ann” here meanwhile').waitFor()
      await visit.picture(`told-${row}`, bensPage)
      let saved = ben.answers('POST', '/commands')
      await ben.press('Enter')
      await saved
      expect(await stored(0, row)).toBe('by Ann')
      await ben.click(at(0, row))
      await bensPage.getByText('you typed “by Ben”').waitFor()
      await visit.picture(`mine-or-theirs-${row}`, bensPage)
      saved = key === 'Control+Enter' ? ben.answers('POST', '/commands') : Promise.resolve()
      await ben.press(key)
      await saved
      await ben.shows(at(0, row), [[outcome]])
      expect(await stored(0, row)).toBe(outcome)
    }
    const { cells } = (await ann.stored()).find(({ id }) => id === made.rowIds[1])!
    expect(cells[made.columnIds[0]!]).toBe('by Ben')
  })

  it('values typed faster than the editor opens are all stored', async () => {
    await both(8)
    await ben.click(at(0, 0))
    for (const key of ['o', 'n', 'e', 'Enter', 't', 'w', 'o', 'Enter', 't', 'h', 'r', 'e', 'e', 'Enter', 'f', 'Enter'])
      await bensPage.keyboard.press(key)
    await expect
      .poll(async () => [await stored(0, 0), await stored(0, 1), await stored(0, 2), await stored(0, 3)])
      .toEqual(['one', 'two', 'three', 'f'])
  })

  it('edits of a lost network wait in the browser, outlive a reload, and are saved in their order', async () => {
    await both(8)
    await bensPage.route(/\/commands$/, (route) => route.abort())
    await ben.click(at(0, 0))
    await ben.type('first', 'Enter')
    await ben.click(at(0, 0))
    await ben.type('second', 'Enter')
    await bensPage.getByText('2 changes not saved yet').waitFor()
    await visit.picture('not-saved', bensPage)
    expect(await stored(0, 0)).toBe('Company 1')
    bensPage.once('dialog', (dialog) => void dialog.accept())
    await bensPage.unrouteAll()
    await bensPage.reload()
    await expect.poll(() => stored(0, 0)).toBe('second')
    await ben.shows(at(0, 0), [['second']])
  })

  it('undo and redo bring each step back, and nothing of an earlier visit', async () => {
    await both(8)
    await ben.press('Control+z')
    await toast('You have changed nothing').waitFor()
    await ben.click(at(0, 0))
    let saved = ben.answers('POST', '/commands')
    await ben.type('changed', 'Enter')
    await saved
    saved = ben.answers('POST', /undo$/)
    await ben.press('Control+z')
    await saved
    await ben.shows(at(0, 0), [['Company 1']])
    saved = ben.answers('POST', /redo$/)
    await ben.press('Control+Shift+z')
    await saved
    await ben.shows(at(0, 0), [['changed']])
  })
})
