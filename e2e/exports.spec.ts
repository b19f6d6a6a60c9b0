import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('exports-')
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export' })
const openDialog = async (page: Page) => {
  await page.getByRole('button', { name: 'Export', exact: true }).first().click()
  await dialog(page).waitFor()
}
const lines = async (file: Download) => (await readFile(await file.path(), 'utf8')).trim().split('\n').length

it('an export goes on when its dialog is closed; a message has the file, and so has the dialog later', async () => {
  await people.open(20)
  const page = people.bensPage
  const held = Promise.withResolvers<void>()
  await page.route(/\/export\/websets\//, async (route) => {
    if (route.request().method() === 'POST') await held.promise
    await route.continue()
  })
  const downloads: Download[] = []
  page.on('download', (file) => downloads.push(file))
  await openDialog(page)
  await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  held.resolve()
  const toast = page.locator('[data-sonner-toast]').filter({ hasText: 'is ready' })
  await toast.waitFor()
  expect(downloads).toEqual([])
  await people.visit.picture('ready', page)
  let downloaded = page.waitForEvent('download')
  await toast.getByRole('button', { name: 'Download' }).click()
  expect(await lines(await downloaded)).toBe(21)
  await toast.waitFor({ state: 'detached' })

  await openDialog(page)
  const earlier = dialog(page).getByRole('region', { name: 'Earlier exports' })
  downloaded = page.waitForEvent('download')
  await earlier.getByRole('button', { name: 'Download' }).click()
  expect(await lines(await downloaded)).toBe(21)
  await people.visit.picture('earlier', page)
  await page.unrouteAll()
  // They are one's own.
  await openDialog(people.annsPage)
  await dialog(people.annsPage).getByLabel('Format').waitFor()
  expect(await dialog(people.annsPage).getByText('Earlier exports').count()).toBe(0)
})
