import { deleteRows, editCells } from '@enrichify/contracts'
import type { Page } from 'playwright-core'
import type { TwoPeople } from './two-people.ts'

/** What tests of one sheet do again and again. */
export function handsOf(people: TwoPeople) {
  /** What Ben’s browser asks of such addresses waits until the returned function is called. */
  const held = async (address: RegExp): Promise<() => Promise<void>> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    await people.bensPage.route(address, async (route) => {
      await promise
      await route.continue()
    })
    return async () => {
      resolve()
      await people.bensPage.unrouteAll({ behavior: 'wait' })
    }
  }
  return {
    /** What Ben sends waits until the returned function is called. */
    heldCommands: () => held(/\/commands$/),
    held,
    /** As a wide window and a phone show it. */
    pictures: async (name: string, page: Page = people.bensPage): Promise<void> => {
      await people.visit.picture(name, page)
      await page.setViewportSize({ width: 390, height: 844 })
      await people.visit.picture(`${name}-narrow`, page)
      await page.setViewportSize({ width: 1440, height: 900 })
    },
    /** The last rows as the API has them, without the ids. */
    lastRows: async (count: number) =>
      (await people.ann.stored())
        .slice(-count)
        .map(({ cells }) => people.made.columnIds.map((id) => cells[id] ?? null)),
    /** A message at the edge of Ben’s screen. */
    toast: (text: string | RegExp) => people.bensPage.locator('[data-sonner-toast]').filter({ hasText: text }),
    asAnnEdits: (column: number, row: number, text: string) =>
      people.asAnn(editCells, {
        params: { id: people.made.websetId },
        body: { edits: [{ rowId: people.made.rowIds[row]!, columnId: people.made.columnIds[column]!, text }] },
      }),
    asAnnDeletes: (row: number) =>
      people.asAnn(deleteRows, { params: { id: people.made.websetId }, body: { rowIds: [people.made.rowIds[row]!] } }),
  }
}
