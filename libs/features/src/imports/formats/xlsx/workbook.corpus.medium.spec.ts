import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { streamXlsxRows } from 'hucre/xlsx'
import { expect, it } from 'vitest'
import type { SheetRow } from './sheet-rows.ts'
import { openWorkbook, readSheet } from './workbook.ts'

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../../../shared/data')
const workbooks = join(corpora, 'xlsx-sheetjs')
const present = existsSync(workbooks)

const all = async (rows: AsyncIterable<SheetRow>) => {
  try {
    return await Array.fromAsync(rows)
  } catch (e) {
    return String(e)
  }
}
async function ours(path: string) {
  try {
    const workbook = await openWorkbook(path)
    return await all(readSheet(workbook, workbook.sheets[0]!.name))
  } catch (e) {
    return String(e)
  }
}

it('x', async () => {
  let total = 0,
    files = 0
  for (const name of readdirSync(workbooks).filter((name) => /\.xls[xm]$/i.test(name))) {
    const path = join(workbooks, name)
    const a = await all(streamXlsxRows(readFileSync(path)) as AsyncIterable<SheetRow>)
    const b = await ours(path)
    if (typeof a === 'string' || typeof b === 'string') {
      console.log(name, typeof a === 'string' ? a : a.length, typeof b === 'string' ? b : b.length)
      continue
    }
    files++
    total += a.length
    if (a.length !== b.length) console.log(name, 'rows', a.length, b.length)
    let n = 0
    a.forEach((row, i) => {
      const other = b[i]
      if (JSON.stringify(row) !== JSON.stringify(other) && n++ < 3) {
        const c = row.values.findIndex((v, k) => JSON.stringify(v) !== JSON.stringify(other?.values[k]))
        console.log(
          name,
          row.index,
          other?.index,
          c,
          row.values.length,
          other?.values.length,
          JSON.stringify(row.values[c]),
          JSON.stringify(other?.values[c]),
        )
      }
    })
    if (n) console.log(name, n, 'rows differ')
  }
  console.log(files, total)
  expect(1).toBe(1)
}, 100_000)
