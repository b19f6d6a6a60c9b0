import { expect, it } from 'vitest'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('offline-rows-')

it('what is typed into a row that is added offline comes back after a reload, and lands in that row', async () => {
  await people.open(2)
  const { ben, bensPage: page } = people
  page.on('dialog', (dialog) => void dialog.accept())
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
  await page.getByRole('button', { name: 'Try now' }).click()
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
