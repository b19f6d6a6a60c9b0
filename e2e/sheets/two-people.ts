import type { Client } from '@enrichify/contracts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { OwnVisit, Visit } from '../setup/visit.ts'
import { makeSheet, openSheet, type MadeSheet } from './make-sheet.ts'
import type { Place, SheetPage } from './sheet-page.ts'

/** Ann, the manager, and Ben, an editor she invited, each in a browser of their own. */
export class TwoPeople {
  visit!: Visit
  annsPage!: Page
  bensPage!: Page
  asAnn!: Client
  made!: MadeSheet
  ann!: SheetPage
  ben!: SheetPage

  /** For the tests of one file. `alone`: in a product that no other file uses. */
  static forFile(pictures: string, { alone = false } = {}): TwoPeople {
    const people = new TwoPeople()
    beforeAll(async () => {
      people.visit = alone ? await OwnVisit.open({ pictures }) : await Visit.join(inject('sharedProduct'), { pictures })
      if (people.visit instanceof OwnVisit) await people.visit.openSample()
      people.annsPage = people.visit.page
      people.bensPage = await people.visit.invite('editor', 'ben')
      people.asAnn = await people.visit.client()
    })
    afterAll(() => people.visit?.close())
    return people
  }

  /** Both open a webset that no other test has touched. */
  async open(rows: number): Promise<void> {
    this.made = await makeSheet(this.visit, rows)
    const pages = await openSheet(this.visit, this.made.websetId, [this.annsPage, this.bensPage])
    ;[this.ann, this.ben] = pages as [SheetPage, SheetPage]
    await this.ann.shows(at(0, 0), [['Company 1']])
    await this.ben.shows(at(0, 0), [['Company 1']])
  }

  /** What the API has in a cell now, by the place that the row and the column had when the sheet was made. */
  async stored(column: number, row: number) {
    const rows = await this.ann.stored()
    return rows.find(({ id }) => id === this.made.rowIds[row])?.cells[this.made.columnIds[column]!] ?? null
  }
}

export const at = (column: number, row: number): Place => ({ column, row })
