import { addRows, createWebset } from '@enrichify/contracts'
import type { Page } from 'playwright-core'
import type { Visit } from '../setup/visit.ts'
import { SheetPage } from './sheet-page.ts'

const COLUMNS = ['Company', 'City', 'Note'] as const
const ROWS_AT_ONCE = 1000

export interface MadeSheet {
  websetId: string
  columnIds: string[]
  rowIds: number[]
}

/** A webset of its own, made through the API: in row n, counted from 1, “Company n”, “City n”, “Note n”. */
export async function makeSheet(visit: Visit, rows: number): Promise<MadeSheet> {
  const call = await visit.client()
  const webset = await call(createWebset, {
    body: { name: `Sheet of ${rows}`, columns: COLUMNS.map((name) => ({ name, kind: 'text' as const })) },
  })
  const columnIds = webset.columns.map(({ id }) => id)
  const rowIds: number[] = []
  for (let at = 0; at < rows; at += ROWS_AT_ONCE) {
    const part = Array.from({ length: Math.min(ROWS_AT_ONCE, rows - at) }, (_, index) =>
      Object.fromEntries(COLUMNS.map((name, column) => [columnIds[column]!, `${name} ${at + index + 1}`])),
    )
    const added = await call(addRows, { params: { id: webset.id }, body: { rows: part } })
    rowIds.push(...added.rows.map(({ id }) => id))
  }
  return { websetId: webset.id, columnIds, rowIds }
}

/** The sheet in the browsers of several people, each as that person. */
export function openSheet(visit: Visit, websetId: string, pages: readonly Page[]): Promise<SheetPage[]> {
  return Promise.all(
    pages.map(async (page) => {
      const sheet = new SheetPage(page, websetId, await visit.client(page))
      await sheet.open(visit.address)
      return sheet
    }),
  )
}
