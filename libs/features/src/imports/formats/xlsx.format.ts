import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { englishNumber, plural, Refused } from '@enrichify/domain'
import { streamXlsxRows } from 'hucre/xlsx'
import { MAX_IMPORT_COLUMNS, type ImportFormat } from './import-format.ts'
import { inspectZip, readZipText } from './inspect-zip.ts'

/** Excel's own limit. */
const MAX_SHEET_ROW = 1_048_576

export const xlsxFormat: ImportFormat = {
  id: 'xlsx',
  matches: (head) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04,

  async guess(path) {
    const sheets = await listSheets(path)
    return { sheets, ...(sheets[0] === undefined ? {} : { sheet: sheets[0] }) }
  },

  async *records(path, options, progress) {
    const sheets = await listSheets(path)
    const sheet = options.sheet ?? sheets[0]
    if (sheet === undefined || !sheets.includes(sheet))
      throw new Refused(
        'sheet_not_found',
        `The workbook has no sheet named “${options.sheet ?? ''}”. It has: ${sheets.slice(0, 20).join(', ')}.`,
        'unprocessable',
      )
    const source = createReadStream(path)
    source.on('data', (chunk) => (progress.bytesRead += chunk.length))
    try {
      for await (const row of streamXlsxRows(Readable.toWeb(source) as ReadableStream<Uint8Array>, { sheet })) {
        if (row.index >= MAX_SHEET_ROW)
          throw new Refused('too_many_rows', `Row ${row.index + 1} is beyond Excel’s limit.`, 'unprocessable')
        if (row.values.length > MAX_IMPORT_COLUMNS)
          throw new Refused(
            'too_many_columns',
            `Row ${row.index + 1} has ${plural(row.values.length, 'column')}; ` +
              `at most ${englishNumber(MAX_IMPORT_COLUMNS)} can be imported.`,
            'unprocessable',
          )
        const cells = row.values.map(asText)
        if (cells.some((cell) => cell.trim() !== '')) yield { line: row.index + 1, cells }
      }
    } catch (error) {
      if (error instanceof Refused) throw error
      throw new Refused(
        'xlsx_broken',
        'This workbook is damaged or protected by a password. Save it again as .xlsx or as CSV.',
        'unprocessable',
      )
    } finally {
      source.destroy()
    }
  },
}

function asText(value: string | number | boolean | Date | null | undefined): string {
  if (value === null || value === undefined) return ''
  // A date without a time is a day; Excel has no time zones.
  if (value instanceof Date)
    return Number.isNaN(value.getTime())
      ? ''
      : value
          .toISOString()
          .replace(/T00:00:00\.000Z$/, '')
          .replace(/\.000Z$/, 'Z')
  return String(value).replaceAll('\0', '')
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" }

/** Names in the order of the tabs. */
async function listSheets(path: string): Promise<string[]> {
  const entry = (await inspectZip(path)).find((found) => found.name === 'xl/workbook.xml')
  if (!entry)
    throw new Refused('xlsx_broken', 'This file is not an Excel workbook. Save it as .xlsx or as CSV.', 'unprocessable')
  const xml = await readZipText(path, entry, 5_000_000)
  return [...xml.matchAll(/<(?:\w+:)?sheet\s[^>]*?name="([^"]*)"/g)].map((match) =>
    match[1]!
      .replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity]!)
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
  )
}
