import { Refused } from '@enrichify/domain/values'
import { SaxesParser } from 'saxes'
import { inspectZip, readZipText } from './inspect-zip.ts'

const MAX_WORKBOOK_BYTES = 5_000_000
/** A person looks through no more, and Excel has no longer names. */
const MAX_SHEETS = 1000
const MAX_NAME = 100

/** Names in the order of the tabs. */
export async function listSheets(path: string): Promise<string[]> {
  const entry = (await inspectZip(path)).find((found) => found.name === 'xl/workbook.xml')
  if (!entry)
    throw new Refused('xlsx_broken', 'This file is not an Excel workbook. Save it as .xlsx or as CSV.', 'unprocessable')
  return sheetNames(await readZipText(path, entry, MAX_WORKBOOK_BYTES))
}

/** Reads no document type: entities that a file declares are unknown, and so an error. */
function sheetNames(xml: string): string[] {
  const names: string[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const sheet = attributes.name
    if (name.slice(name.indexOf(':') + 1) === 'sheet' && sheet && sheet.length <= MAX_NAME) names.push(sheet)
    if (names.length > MAX_SHEETS)
      throw new Refused('too_many_sheets', `The workbook has more than ${MAX_SHEETS} sheets.`, 'unprocessable')
  })
  try {
    parser.write(xml.replace(/^\uFEFF/, '')).close()
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused(
      'xlsx_broken',
      'The list of sheets in this workbook is damaged. Save it again as .xlsx or as CSV.',
      'unprocessable',
    )
  }
  return names
}
