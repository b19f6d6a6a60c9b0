import { beforeAll, expect, it } from 'vitest'
import { handsOf } from './sheets/hands.ts'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('offline-rows-')
const { pictures } = handsOf(people)
// The browser asks before a page with unsaved changes is left.
beforeAll(() => void people.bensPage.on('dialog', (dialog) => void dialog.accept()))

/** The queue tries by itself, too, and may come first. */
const tryNow = () =>
  Promise.race([
    people.bensPage.getByRole('button', { name: 'Try now' }).click(),
    people.bensPage.getByText(/^Waiting: /).waitFor({ state: 'detached' }),
  ])

it('what is typed into a row that is added offline comes back after a reload, and lands in that row', async () => {
  await people.open(2)
  const { ben, bensPage: page } = people
  await page.route(/\/commands$/, (route) => route.abort())
  await ben.click(at(0, 2))
  await page.getByText(/^Waiting: 1 row to add/).waitFor()
  await page.keyboard.type('Offline firm')
  await ben.press('Tab')
  await page.keyboard.type('Rome')
  await ben.press('Enter')
  await page.keyboard.type('Second firm')
  await page.reload()
  await page.getByText(/^Waiting: 2 rows to add, 3 values to save/).waitFor()
  await page.unroute(/\/commands$/)
  await tryNow()
  await expect
    .poll(async () => (await ben.table()).slice(2))
    .toEqual([
      ['Offline firm', 'Rome', ''],
      ['Second firm', '', ''],
    ])
  await ben.shows(at(0, 2), [
    ['Offline firm', 'Rome'],
    ['Second firm', ''],
  ])
})

it('what is typed in the moment before a reload is stored', async () => {
  await people.open(2)
  const { ben, bensPage: page } = people
  await page.route(/\/commands$/, (route) => route.abort())
  for (const text of ['Written quickly', 'Written once more']) {
    await ben.click(at(0, 2))
    await page.keyboard.type(text)
    await page.reload()
    await page
      .getByText(text === 'Written quickly' ? /^Waiting: 1 row to add, 1 value/ : /^Waiting: 2 rows to add, 2 values/)
      .waitFor()
  }
  await page.unroute(/\/commands$/)
  await tryNow()
  await expect
    .poll(async () => (await ben.table()).slice(2).map(([name]) => name))
    .toEqual(['Written quickly', 'Written once more'])
})

it('a value that is finished before its editor is drawn outlives a reload at that moment', async () => {
  await people.open(2)
  const { ben, bensPage: page } = people
  await page.route(/\/commands$/, (route) => route.abort())
  await page.reload()
  await ben.shows(at(0, 0), [['Company 1']])
  await ben.click(at(0, 1))
  await page.evaluate(() => {
    // In one go, so that nothing is drawn between the keys and the reload.
    for (const key of ['N', 'e', 'w', 'Enter'])
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    location.reload()
  })
  // The page may have had the time to open the editor after all. Then it is sent twice, to the same effect.
  await page.getByText(/^Waiting: (?:1 value|2 values) to save/).waitFor()
  await page.unroute(/\/commands$/)
  await tryNow()
  await expect.poll(async () => (await ben.table()).map(([name]) => name)).toEqual(['Company 1', 'New'])
})

it('another sort that cannot be asked for leaves the rows in sight, says why, and comes by itself', async () => {
  await people.open(8)
  const { ben, bensPage: page, made } = people
  await page.context().setOffline(true)
  await page.getByText('Reconnecting…').waitFor()
  await ben.sort(`${made.columnIds[0]}:desc`)
  await page.getByText('Sorting, filtering and searching need the server').waitFor()
  await ben.shows(at(0, 0), [['Company 1'], ['Company 2']])
  await pictures('sorted-offline')
  await page.context().setOffline(false)
  await ben.shows(at(0, 0), [['Company 8'], ['Company 7']])
  await page.getByText('Sorting, filtering and searching need the server').waitFor({ state: 'detached' })
})
