import { describe, expect, it } from 'vitest'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('sheet-')

describe('two people on one sheet', () => {
  it('both open the same webset', () => people.open(8))

  it('what one types, the other sees; Enter goes down and Tab to the right', async () => {
    await people.ann.click(at(0, 1))
    let heard = people.ben.hears('sheet.changed')
    await people.ann.type('Rye & River', 'Enter')
    await heard
    await expect.poll(() => people.ann.focused()).toEqual(at(0, 2))
    heard = people.ben.hears('sheet.changed')
    await people.ann.type('Optik', 'Tab')
    await heard
    await expect.poll(() => people.ann.focused()).toEqual(at(1, 2))
    await people.ben.shows(at(0, 1), [['Rye & River'], ['Optik']])
    await people.ann.shows(at(0, 1), [['Rye & River'], ['Optik']])
  })

  it('Escape leaves the cell as it was', async () => {
    await people.ann.goTo(at(0, 3))
    await people.ann.type('never mind', 'Escape')
    await people.ann.shows(at(0, 3), [['Company 4']])
    expect(await people.stored(0, 3)).toBe('Company 4')
  })

  it('a block that is pasted arrives as a block', async () => {
    const block = [
      ['north', 'one'],
      ['south', 'two'],
      ['west', 'three'],
    ]
    await people.ann.click(at(1, 3))
    const heard = people.ben.hears('sheet.changed')
    await people.ann.paste(block)
    await heard
    await people.ben.shows(at(1, 3), block)
    await people.ann.shows(at(1, 3), block)
  })

  it('what is copied is what was chosen, with the mouse and with the keyboard', async () => {
    await people.ben.drag(at(1, 3), at(2, 4))
    expect(await people.ben.copy()).toEqual([
      ['north', 'one'],
      ['south', 'two'],
    ])
    await people.ben.extend(at(0, 1), at(1, 2))
    expect(await people.ben.copy()).toEqual([
      ['Rye & River', 'City 2'],
      ['Optik', 'City 3'],
    ])
  })

  it('what one deletes is gone for both, and undo brings it back for both', async () => {
    await people.ben.drag(at(1, 3), at(2, 4))
    let heard = people.ann.hears('sheet.changed')
    await people.ben.press('Delete')
    await heard
    const gone = [
      ['', ''],
      ['', ''],
    ]
    await people.ann.shows(at(1, 3), gone)
    await people.ben.shows(at(1, 3), gone)
    heard = people.ann.hears('sheet.changed')
    await people.ben.press('Control+z')
    await heard
    const back = [
      ['north', 'one'],
      ['south', 'two'],
    ]
    await people.ann.shows(at(1, 3), back)
    await people.ben.shows(at(1, 3), back)
  })

  it('at the end both show what the API has, and had no error', async () => {
    const rows = await people.ann.stored()
    const table = rows.map(({ cells }) => people.made.columnIds.map((id) => String(cells[id] ?? '')))
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
    await people.ann.shows(at(0, 0), table)
    await people.ben.shows(at(0, 0), table)
    await people.visit.picture('two-people', people.bensPage)
    expect(people.visit.unexpectedErrors()).toEqual([])
  })
})
