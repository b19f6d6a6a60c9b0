import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ImportOptions } from '@enrichify/contracts'
import { Refused } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { makeZip, sheet, strings, varied, workbook } from '../../testing/make-zip.ts'
import { openFiles } from '../../testing/open-files.ts'
import { inspectZip } from '../formats/inspect-zip.ts'

const workbooks = join(
  process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../../shared/data'),
  'xlsx-sheetjs',
)
const { files, store, preview, outcome } = openFiles()
const withStrings = (items: string) => makeZip(workbook({ 'xl/sharedStrings.xml': strings(items) }))
const withSheet = (rows: string) => makeZip(workbook({ 'xl/worksheets/sheet1.xml': sheet(rows) }))

describe('an import', () => {
  const read = async (body: string | Buffer, options: ImportOptions, bytes?: number) => {
    const progress = { bytesRead: 0, emptyLines: 0 }
    let records = 0
    for await (const batch of files.batches(store(body, bytes).storageKey, options, progress)) records += batch.length
    return { records, ...progress }
  }

  it('reads on where a preview has ended', async () => {
    const blank = await read(`Name\n${'\n'.repeat(5_000_000)}Acme\n,,\n`, { format: 'csv' })
    expect(blank).toEqual({ records: 2, bytesRead: 5_000_013, emptyLines: 1 })
  })

  it('has room for half a million different texts', async () => {
    const texts = varied((i) => `<si><t>The text of a cell, which no other has: ${i}</t></si>`, 500_000)
    const cell = (row: number, column: number) => `<c t="s"><v>${row * 5 + column}</v></c>`
    const rows = varied((row) => `<row>${[0, 1, 2, 3, 4].map((column) => cell(row, column)).join('')}</row>`, 100_000)
    const body = makeZip(workbook({ 'xl/sharedStrings.xml': strings(texts), 'xl/worksheets/sheet1.xml': sheet(rows) }))
    expect(await read(body, { format: 'xlsx' })).toEqual({ records: 100_000, bytesRead: body.length, emptyLines: 0 })
  })

  it('ends with the same words', async () => {
    await expect(read(`name\n"${'x'.repeat(9_000_000)}`, { format: 'csv' })).rejects.toMatchObject({
      code: 'record_too_long',
      message: expect.stringContaining('longer than 2 MB') as string,
    })
    await expect(read(withSheet('<row r="999999999"/>'), { format: 'xlsx' })).rejects.toBeInstanceOf(Refused)
  })
})

it('who waits for a preview can leave; the next one gets the turn', async () => {
  const leaving = new AbortController()
  const heavy = store(withStrings(varied((i) => `<si><t>${i}</t></si>`, 1_000_000)))
  const previews = [1, 2, 3].map(() => files.preview('w', heavy, {}, [], leaving.signal))
  const next = preview('name,size\nAcme,1\n')
  leaving.abort(new Refused('client_left', 'left', 'gone'))
  const left = (await Promise.allSettled(previews)).map(
    (one) => one.status === 'rejected' && (one.reason as Refused).code,
  )
  expect(left).toEqual(['client_left', 'client_left', 'client_left'])
  expect((await next).sample).toEqual([{ line: 2, cells: ['Acme', '1'], problems: [] }])
})

it('meanwhile this process does other things and needs no memory for it', async () => {
  const bomb = withSheet(`<row><c t="inlineStr"><is><t>${varied((i) => `${i}ł `, 6_000_000)}</t></is></c></row>`)
  const before = process.memoryUsage.rss()
  const work = process.cpuUsage()
  // Which limit it meets first depends on what else the machine does.
  expect(await outcome(bomb)).toMatch(/^file_needs_(?:memory|time)$/)
  // Parsed here, it took seconds and gigabytes.
  expect(process.cpuUsage(work).user / 1e6).toBeLessThan(2)
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 ** 2)
})

it('no file is parsed here: what people’s files meet is loaded by the other process only', () => {
  const loaded = new Set<string>()
  const visit = (file: string): void => {
    if (loaded.has(file)) return
    loaded.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export) (?!type )[^;]*? from '(\.[^']+)'$/gm,
    ))
      visit(resolve(dirname(file), path!))
  }
  visit(resolve(import.meta.dirname, '../imports.module.ts'))
  const parsers = ['formats/index.ts', 'formats/csv.format.ts', 'formats/xlsx.format.ts', 'formats/inspect-zip.ts']
  expect(loaded.size).toBeGreaterThan(20)
  expect(parsers.filter((parser) => loaded.has(resolve(import.meta.dirname, '..', parser)))).toEqual([])
})

describe.skipIf(!existsSync(workbooks))('workbooks of many programs (skipped where CORPORA_DIR has none)', () => {
  it('are no bombs', async () => {
    const names = readdirSync(workbooks).filter((name) => /\.xls[xm]$/.test(name))
    const refusals = await Promise.all(
      names.map((name) =>
        inspectZip(join(workbooks, name)).then(
          () => null,
          (error: Refused) => `${name}: ${error.code}`,
        ),
      ),
    )
    expect(names.length).toBeGreaterThan(50)
    expect(refusals.filter((refusal) => refusal !== null)).toEqual([])
  })
})
