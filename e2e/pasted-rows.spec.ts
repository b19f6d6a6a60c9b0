import { updateColumn } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('pasted-rows-')
const toast = (text: string | RegExp) => people.bensPage.locator('[data-sonner-toast]').filter({ hasText: text })

it('rows that a paste takes out of the filter stay until the focus leaves them, and then it is said', async () => {
  await people.open(4)
  const { ben, bensPage: page, made } = people
  await ben.filter({ column: made.columnIds[1]!, op: 'contains', value: 'City' })
  await page.getByText('4 rows', { exact: true }).last().waitFor()
  await ben.shows(at(1, 0), [['City 1'], ['City 2'], ['City 3']])
  await ben.click(at(1, 0))
  const saved = ben.answers('POST', '/commands')
  await ben.paste([['Rome'], ['Oslo']])
  await saved
  await expect.poll(() => ben.read(at(1, 0), [[''], [''], ['']])).toEqual([['Rome'], ['Oslo'], ['City 3']])
  // From one of them to the other is not away from them.
  await ben.press('ArrowDown')
  expect(await ben.read(at(1, 0), [[''], ['']])).toEqual([['Rome'], ['Oslo']])
  await ben.press('ArrowDown')
  await page.getByText('“Company 1” and 1 other row do not fit the filter.').waitFor()
  await page.getByText('2 rows', { exact: true }).last().waitFor()
})

it('a row that is added to a filtered view stays until the focus leaves it, and then it is said', async () => {
  await people.open(2)
  const { ben, bensPage: page, made } = people
  await ben.filter({ column: made.columnIds[1]!, op: 'contains', value: 'City' })
  await ben.shows(at(0, 0), [['Company 1'], ['Company 2']])
  await ben.click(at(0, 2))
  await page.keyboard.type('Company new')
  await ben.editor.waitFor()
  await ben.press('Tab')
  await expect.poll(() => ben.read(at(0, 2), [['']])).toEqual([['Company new, does not fit the filter']])
  await ben.goTo(at(0, 0))
  await page.getByText('“Company new” does not fit the filter.').waitFor()
})

it('a paste says how many cells were not taken, and why', async () => {
  await people.open(4)
  const { ben, asAnn, made } = people
  const reread = ben.answers('GET', '')
  await asAnn(updateColumn, { params: { id: made.websetId, columnId: made.columnIds[2]! }, body: { kind: 'number' } })
  await reread
  await ben.click(at(1, 0))
  await ben.paste([
    ['Rome', '1'],
    ['Oslo', 'many'],
    ['Bern', 'few'],
  ])
  await toast('4 cells pasted, 2 not: “many” is not a number').waitFor()
})

it('rows that a paste has added are gone at once when it is undone, and what was changed is as before', async () => {
  await people.open(3)
  const { ben, bensPage: page } = people
  await ben.click(at(0, 2))
  const saved = ben.answers('POST', '/commands')
  await ben.paste([['Pasted 1'], ['Pasted 2'], ['Pasted 3']])
  await saved
  await page.getByText('5 rows', { exact: true }).last().waitFor()
  await page.keyboard.press('Control+z')
  // Without moving: no row of the paste is left to type into.
  await page.getByText('3 rows', { exact: true }).last().waitFor()
  await ben.shows(at(0, 0), [['Company 1'], ['Company 2'], ['Company 3']])
  await page.keyboard.press('Control+Shift+z')
  await page.getByText('5 rows', { exact: true }).last().waitFor()
  await ben.shows(at(0, 2), [['Pasted 1'], ['Pasted 2'], ['Pasted 3']])
})
