import { describe, expect, it } from 'vitest'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('manners-')

/** What Ben sends waits until the returned function is called. */
async function heldCommands(): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await people.bensPage.route(/\/commands$/, async (route) => {
    await promise
    await route.continue()
  })
  return async () => {
    resolve()
    await people.bensPage.unrouteAll({ behavior: 'wait' })
  }
}
/** The last rows as the API has them, without the ids. */
const lastRows = async (count: number) =>
  (await people.ann.stored()).slice(-count).map(({ cells }) => people.made.columnIds.map((id) => cells[id] ?? null))

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
    expect(await people.ben.focused()).toEqual(at(2, 1))
  })
})
