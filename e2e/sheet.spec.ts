import { editCells, getWebset, LIVE_PATH } from '@enrichify/contracts'
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

it('an event that comes late and twice changes nothing; what it should have told is asked for', async () => {
  const late: string[] = []
  const socket = { isHolding: false, deliver: (_frame: string): void => {} }
  await people.bensPage.routeWebSocket(new RegExp(LIVE_PATH), (route) => {
    const server = route.connectToServer()
    socket.deliver = (frame) => route.send(frame)
    server.onMessage((frame) => {
      const isHeld = socket.isHolding && String(frame).startsWith('42["sheet.changed"')
      if (isHeld) late.push(String(frame))
      else route.send(frame)
    })
  })
  await people.open(8)
  const edit = (row: number, text: string) =>
    people.asAnn(editCells, {
      params: { id: people.made.websetId },
      body: { edits: [{ rowId: people.made.rowIds[row]!, columnId: people.made.columnIds[0]!, text }] },
    })
  socket.isHolding = true
  await edit(0, 'first')
  await edit(1, 'told late')
  await expect.poll(() => late.join()).toContain('told late')
  socket.isHolding = false
  await edit(0, 'second')
  // The event of this one shows that others are missing, and the page asks for them.
  await people.ben.shows(at(0, 0), [['second'], ['told late']])
  for (const frame of [...late.toReversed(), ...late]) socket.deliver(frame)
  await edit(2, 'third')
  await people.ben.shows(at(0, 0), [['second'], ['told late'], ['third']])
})

it('a click on the border of a column changes nothing, and a double-click fits it, as often as one likes', async () => {
  await people.open(8)
  const { ann, asAnn, annsPage, made } = people
  const width = async () =>
    (await asAnn(getWebset, { params: { id: made.websetId } })).columns.find(({ id }) => id === made.columnIds[1])!
      .width
  const before = await width()
  const middle = await ann.point(at(1, 0))
  const border = (wide: number) => [middle.x - before / 2 + wide - 1, middle.y - 32] as const
  await annsPage.mouse.click(...border(before))
  // What is changed next is stored after what the click would have done.
  let saved = ann.answers('POST', '/commands')
  await ann.goTo(at(0, 0))
  await ann.type('Later', 'Enter')
  await saved
  expect(await width()).toBe(before)
  let wide = before
  for (const round of [1, 2]) {
    saved = ann.answers('POST', '/commands')
    await annsPage.mouse.dblclick(...border(wide))
    await saved
    if (round === 2) expect(await width()).toBe(wide)
    wide = await width()
  }
  expect(wide).toBeGreaterThan(60)
  expect(wide).toBeLessThan(before)
})
