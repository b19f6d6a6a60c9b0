import { afterEach, describe, expect, it } from 'vitest'
import { handsOf } from './sheets/hands.ts'
import type { Place } from './sheets/sheet-page.ts'
import { at, TwoPeople } from './sheets/two-people.ts'

/* A jump goes further than the rows that are here. Its place waits for its row, and becomes no other one. */
const people = TwoPeople.forFile('jumps-')
const { held, pictures, toast } = handsOf(people)
const ROWS = 250
const LAST = ROWS - 1
const heldRows = () => held(/\/rows\?/)
// A test that failed leaves nothing to wait for.
afterEach(() => people.bensPage.unrouteAll({ behavior: 'ignoreErrors' }))
const column = (place: number, rows: readonly { cells: Record<string, unknown> }[]) =>
  rows.map(({ cells }) => cells[people.made.columnIds[place]!] ?? null)
/** The rows whose value in this column is not the one that they were made with, counted from 0. */
const changedIn = async (place: number, name: string) =>
  column(place, await people.ann.stored()).flatMap((value, row) =>
    value === `${name} ${row + 1}` ? [] : [[row, value]],
  )

describe('a jump to a row that is not here yet', () => {
  it('marks its place at once, goes on from there, and takes what is typed meanwhile', async () => {
    await people.open(ROWS)
    const { ben } = people
    await ben.click(at(1, 2))
    const release = await heldRows()
    await ben.press('Control+ArrowDown')
    await expect.poll(() => ben.focused()).toEqual(at(1, LAST))
    await ben.press('ArrowUp', 'ArrowUp', 'ArrowLeft')
    await expect.poll(() => ben.focused()).toEqual(at(0, LAST - 2))
    await ben.press(...'NewCo', 'Enter', ...'Next', 'Tab', ...'Town')
    await release()
    await expect.poll(() => ben.editor.inputValue()).toBe('Town')
    await ben.press('Enter')
    await expect
      .poll(() => changedIn(0, 'Company'))
      .toEqual([
        [LAST - 2, 'NewCo'],
        [LAST - 1, 'Next'],
      ])
    await expect.poll(() => changedIn(1, 'City')).toEqual([[LAST - 1, 'Town']])
    await expect.poll(() => ben.focused()).toEqual(at(1, LAST))
  })

  it('takes what is pasted and deleted meanwhile', async () => {
    await people.open(ROWS)
    const { ben } = people
    await ben.click(at(1, 2))
    const release = await heldRows()
    await ben.press('Control+ArrowDown')
    await ben.paste([['pasted']])
    await ben.press('ArrowUp', 'Delete')
    await release()
    await expect
      .poll(() => changedIn(1, 'City'))
      .toEqual([
        [LAST - 1, null],
        [LAST, 'pasted'],
      ])
  })

  it('says what was not written when the person goes elsewhere before the row is here', async () => {
    await people.open(ROWS)
    const { ben } = people
    await ben.click(at(1, 2))
    const release = await heldRows()
    await ben.press('Control+ArrowDown', ...'lost')
    await ben.press('Control+Home')
    await toast('“lost” was not written, because its row was not here yet.').waitFor()
    await release()
    await ben.press('Control+Home')
    await ben.shows(at(0, 0), [['Company 1']])
    expect([await changedIn(0, 'Company'), await changedIn(1, 'City')]).toEqual([[], []])
  })

  it('by PageDown reaches the end page by page', async () => {
    await people.open(ROWS)
    const { ben } = people
    await ben.click(at(0, 0))
    const seen: number[] = []
    for (;;) {
      await ben.press('PageDown')
      const before = seen.at(-1) ?? 0
      await expect.poll(async () => (await ben.focused())?.row ?? 0).toBeGreaterThan(before)
      seen.push((await ben.focused())!.row)
      if (seen.at(-1)! >= LAST) break
    }
    expect(seen.length).toBeGreaterThan(5)
  })

  it('by a held key counts every press', async () => {
    await people.open(ROWS)
    const { ben } = people
    await ben.click(at(0, 3))
    await Promise.all(Array.from({ length: 150 }, () => ben.press('ArrowDown')))
    await expect.poll(() => ben.focused()).toEqual(at(0, 153))
    await ben.type('here', 'Enter')
    await expect.poll(() => changedIn(0, 'Company')).toEqual([[153, 'here']])
  })
})

describe('another order', () => {
  it('takes the chosen cell along with its row', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    const release = await heldRows()
    await ben.sort(`${people.made.columnIds[0]}:desc`)
    await bensPage.getByText('Reading…').waitFor()
    await ben.click(at(1, 6))
    await release()
    await bensPage.getByText('Sorted by Company, descending').waitFor()
    await expect.poll(() => ben.focused()).toEqual(at(1, 1))
    await ben.press('Delete')
    await expect.poll(() => changedIn(1, 'City')).toEqual([[6, null]])
  })

  it('leaves nothing chosen when the place of the row is not known, and nothing is written', async () => {
    await people.open(ROWS)
    const { bensPage, ben } = people
    const release = await heldRows()
    await ben.sort(`${people.made.columnIds[0]}:desc`)
    await bensPage.getByText('Reading…').waitFor()
    // “Company 10” is one of the last in this order.
    await ben.click(at(1, 9))
    await release()
    await bensPage.getByText('Sorted by Company, descending').waitFor()
    await ben
      .cell(at(0, 0))
      .filter({ hasText: /^Company (?!1$)/ })
      .waitFor({ state: 'attached' })
    await expect.poll(() => ben.focused()).toBeNull()
    await ben.press('Delete')
    await ben.paste([['pasted']])
    await bensPage.keyboard.type('typed')
    await ben.press('Enter')
    // Its page comes, and the cell is chosen again.
    await bensPage.mouse.wheel(0, 100_000)
    await expect.poll(() => ben.focused()).toMatchObject({ column: 1 })
    await ben.press('Delete')
    await expect.poll(() => changedIn(1, 'City')).toEqual([[9, null]])
  })
})

describe('a range that ends beyond the rows that are here', () => {
  it('is marked to the last row, counted, and is what is copied and emptied', async () => {
    await people.open(ROWS)
    const { bensPage, ben } = people
    await ben.click(at(1, 2))
    await ben.press('Control+Shift+ArrowDown')
    await bensPage.getByText('248 cells selected').waitFor()
    await expect.poll(() => ben.read(at(1, LAST), [['']])).toEqual([[`City ${ROWS}`]])
    await pictures('range')
    expect(await ben.copy()).toEqual(Array.from({ length: 248 }, (_, index) => [`City ${index + 3}`]))
    await ben.press('Delete')
    await toast('248 cells cleared').waitFor()
    expect((await changedIn(1, 'City')).length).toBe(248)
    expect(await people.stored(1, 1)).toBe('City 2')
  })

  it('is emptied also while its rows are on their way', async () => {
    await people.open(ROWS)
    const { ben } = people
    await ben.click(at(1, 2))
    const release = await heldRows()
    await ben.press('Control+Shift+ArrowDown', 'Shift+ArrowUp', 'Delete')
    await release()
    await toast('247 cells cleared').waitFor()
    expect([await people.stored(1, 1), await people.stored(1, LAST)]).toEqual(['City 2', `City ${ROWS}`])
  })

  it('grows and shrinks by the page', async () => {
    await people.open(ROWS)
    const { bensPage, ben } = people
    await ben.click(at(0, 2))
    for (let page = 0; page < 12; page++) await ben.press('Shift+PageDown')
    await bensPage.getByText('248 cells selected').waitFor()
    await ben.press('Shift+PageUp')
    await bensPage.getByText(/^2[0-4]\d cells selected/).waitFor()
    for (let page = 0; page < 14; page++) await ben.press('Shift+PageUp')
    await bensPage.getByText('3 cells selected').waitFor()
  })
})

describe('ranges that are marked one after the other with Ctrl', () => {
  const mark = async (...places: readonly Place[]) => {
    const { bensPage, ben } = people
    await ben.click(places[0]!)
    await bensPage.keyboard.down('Control')
    for (const place of places.slice(1)) await ben.click(place)
    await bensPage.keyboard.up('Control')
  }

  it('are emptied and filled together, as one step, and nothing between them is', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    await mark(at(0, 1), at(1, 5), at(1, 3), at(1, 5))
    await bensPage.getByText('3 cells selected').waitFor()
    await pictures('scattered')
    await ben.press('Delete')
    await toast('3 cells cleared').waitFor()
    const changed = async () => [await changedIn(0, 'Company'), await changedIn(1, 'City')]
    expect(await changed()).toEqual([
      [[1, null]],
      [
        [3, null],
        [5, null],
      ],
    ])
    await ben.press('Control+z')
    await expect.poll(changed).toEqual([[], []])
    await ben.paste([['all']])
    await toast('3 cells pasted').waitFor()
    expect(await changed()).toEqual([
      [[1, 'all']],
      [
        [3, 'all'],
        [5, 'all'],
      ],
    ])
  })

  it('are copied when they are in the same columns; else the person is told', async () => {
    await people.open(8)
    const { ben } = people
    await mark(at(1, 6), at(1, 1), at(1, 3))
    expect(await ben.copy()).toEqual([['City 2'], ['City 4'], ['City 7']])
    await mark(at(0, 1), at(1, 3))
    await ben.press('Control+c')
    await toast('Cells of several rows can be copied together when they are in the same columns.').waitFor()
    await ben.paste([['one', 'two']])
    await toast('Select the cell that the table starts in.').waitFor()
    expect([await changedIn(0, 'Company'), await changedIn(1, 'City')]).toEqual([[], []])
  })

  it('go with their rows into another order', async () => {
    await people.open(8)
    const { bensPage, ben } = people
    await mark(at(1, 1), at(1, 6))
    await ben.sort(`${people.made.columnIds[0]}:desc`)
    await bensPage.getByText('Sorted by Company, descending').waitFor()
    await expect.poll(() => ben.focused()).not.toEqual(null)
    await ben.press('Delete')
    await toast('2 cells cleared').waitFor()
    expect(await changedIn(1, 'City')).toEqual([
      [1, null],
      [6, null],
    ])
  })
})
