import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { streamXlsxRows } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import type { CellValue, SheetRow } from './sheet-rows.ts'
import { openWorkbook, readSheet } from './workbook.ts'

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../../../shared/data')
const workbooks = join(corpora, 'xlsx-sheetjs')
const present = existsSync(workbooks)

/**
 * Hours, minutes and seconds that are written without a sign between them (HHM, HHMM, mmss.0). The other reader takes
 * those formats for plain numbers, unless Excel has a number for them.
 */
const TIMES_WITHOUT_SIGNS = [
  ...['LONumbers-2010', 'LONumbers-2011', 'LONumbers'].flatMap((file) =>
    [18, 19].flatMap((row) => [...'BCDEFGHIJ'].map((column) => `${file}.xlsx Sheet1 ${column}${row}`)),
  ),
  ...['number_format', 'number_format_russian'].flatMap((file) => [
    `${file}.xlsm Implied B27`,
    `${file}.xlsm Implied F27`,
    `${file}.xlsm ImpliedNegative B27`,
  ]),
].map((cell) => `${cell} is a date, not a number`)

describe.skipIf(!present)(`workbooks${present ? '' : ` (skipped: ${workbooks} is absent, set CORPORA_DIR)`}`, () => {
  it('have the rows that another reader finds in them', async () => {
    let rows = 0
    const differences: string[] = []
    for (const file of readdirSync(workbooks).filter((name) => /\.xls[xm]$/.test(name))) {
      const path = join(workbooks, file)
      const workbook = await openWorkbook(path)
      for (const { name } of workbook.sheets) {
        const theirs = await Array.fromAsync(streamXlsxRows(readFileSync(path), { sheet: name })).catch(() => undefined)
        // They read no sheet of charts, and neither do we.
        if (!theirs) continue
        rows += theirs.length
        const ours = await Array.fromAsync(readSheet(workbook, name))
        differences.push(...compare(ours, theirs).map((difference) => `${file} ${name} ${difference}`))
      }
    }
    expect(rows).toBeGreaterThan(1700)
    expect(differences).toEqual(TIMES_WITHOUT_SIGNS)
  })
})

function compare(ours: SheetRow[], theirs: SheetRow[]): string[] {
  if (ours.length !== theirs.length) return [`has ${ours.length} rows, not ${theirs.length}`]
  return theirs.flatMap(({ index, values }, at) => {
    const own = ours[at]!
    if (own.index !== index || own.values.length !== values.length) return [`row ${index + 1} has another shape`]
    return values.flatMap((value, column) =>
      sameValue(own.values[column]!, value)
        ? []
        : `${String.fromCharCode(65 + column)}${index + 1} is ${kind(own.values[column]!)}, not ${kind(value)}`,
    )
  })
}

/** XML has one kind of line break; the other reader leaves those that the file has, and dates that are text. */
function sameValue(ours: CellValue, theirs: CellValue): boolean {
  if (typeof theirs === 'string' && ours instanceof Date) return ours.getTime() === Date.parse(theirs)
  return isDeepStrictEqual(ours, typeof theirs === 'string' ? theirs.replaceAll('\r\n', '\n') : theirs)
}

function kind(value: CellValue): string {
  if (value instanceof Date) return 'a date'
  return typeof value === 'number' ? 'a number' : JSON.stringify(value)
}
