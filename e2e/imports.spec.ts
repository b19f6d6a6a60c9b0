import { expect, it } from 'vitest'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('imports-')
const csv = (name: string, lines: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })

async function importHere() {
  const page = people.annsPage
  const chooser = page.waitForEvent('filechooser')
  await people.ann.press('Control+k')
  await page.getByRole('combobox').fill('Import a file')
  await page.keyboard.press('Enter')
  await (await chooser).setFiles(csv('more.csv', ['Company', 'Imported 1', 'Imported 2']))
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Import/ })
    .click()
  await page.getByRole('status').getByText('Imported', { exact: true }).waitFor()
}

it('an import of this visit is the next thing that Ctrl+Z takes back; of an earlier visit it is not', async () => {
  await people.open(8)
  const page = people.annsPage
  const rows = (count: number) => page.getByText(`${count} rows`, { exact: true }).waitFor()
  await importHere()
  await rows(10)
  await people.ann.click(at(0, 0))
  await people.ann.press('Control+z')
  await rows(8)
  const banner = page.getByRole('region', { name: 'Import' })
  await banner.getByText('Import undone').waitFor()
  await people.ann.press('Control+Shift+z')
  await rows(10)
  await banner.getByText('Imported', { exact: true }).waitFor()
  // The address still names the import, but the sheet is opened anew.
  await page.reload()
  await banner.getByText('Imported', { exact: true }).waitFor()
  await rows(10)
  await people.ann.click(at(0, 0))
  await people.ann.press('Control+z')
  await page.getByText('There is nothing of this visit left').waitFor()
  await rows(10)
})

it('a list whose import is cancelled leaves no webset behind', async () => {
  const page = people.annsPage
  await page.goto(people.visit.address)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import a file' }).first().click()
  const lines = Array.from({ length: 600_000 }, (_, index) => `Row ${index}`)
  await (await chooser).setFiles(csv('huge.csv', ['Company', ...lines]))
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Import/ })
    .click()
  await page.getByRole('button', { name: 'Cancel the import' }).click()
  await page.getByText('The import of huge.csv was cancelled').waitFor()
  await page.waitForURL((url) => url.pathname === '/')
  await page.getByRole('button', { name: 'Import a file' }).first().waitFor()
  expect(await page.getByRole('link', { name: 'huge' }).count()).toBe(0)
})
