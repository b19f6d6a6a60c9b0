import { posix } from 'node:path'
import { Refused } from '@enrichify/domain/values'
import { inspectZip, readZipEntry, type ZipEntry } from '../inspect-zip.ts'
import { readDateStyles } from './dates.ts'
import { prefixed, readXml } from './read-xml.ts'
import { readSharedStrings } from './shared-strings.ts'
import { readSheetRows, type SheetRow } from './sheet-rows.ts'

const MAX_WORKBOOK_BYTES = 5_000_000
/** A person looks through no more, and Excel has no longer names. */
const MAX_SHEETS = 1000
const MAX_NAME = 100

export interface Workbook {
  path: string
  parts: readonly ZipEntry[]
  /** The name of the part that lists the sheets. */
  part: string
  /** In the order of the tabs. */
  sheets: { name: string; relation: string }[]
  from1904: boolean
}

export async function openWorkbook(path: string): Promise<Workbook> {
  const parts = await inspectZip(path)
  try {
    const main = (await readRelations(path, parts, '')).find(({ type }) => type === 'officeDocument')
    const part = findPart(parts, main?.part ?? 'xl/workbook.xml')
    if (!part) throw notAWorkbook()
    const workbook: Workbook = { path, parts, part: part.name, sheets: [], from1904: false }
    await readXml(readSmall(path, part), {
      open(name, attributes) {
        if (name === 'workbookPr') workbook.from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
        if (name !== 'sheet' || !attributes.name || attributes.name.length > MAX_NAME) return
        if (workbook.sheets.push({ name: attributes.name, relation: prefixed(attributes, 'id') ?? '' }) > MAX_SHEETS)
          throw new Refused('too_many_sheets', `The workbook has more than ${MAX_SHEETS} sheets.`, 'unprocessable')
      },
    })
    return workbook
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused(
      'xlsx_broken',
      'The list of sheets in this workbook is damaged. Save it again as .xlsx or as CSV.',
      'unprocessable',
    )
  }
}

const notAWorkbook = () =>
  new Refused('xlsx_broken', 'This file is not an Excel workbook. Save it as .xlsx or as CSV.', 'unprocessable')

/** The rows of one sheet in order. `onRead` is told of each step, and of how many bytes there are. */
export async function* readSheet(
  { path, parts, part, sheets, from1904 }: Workbook,
  name: string,
  onRead: (bytes: number, toRead: number) => void = () => {},
): AsyncGenerator<SheetRow> {
  const relations = await readRelations(path, parts, part)
  const target = (matches: (relation: Relation) => boolean) => {
    const relation = relations.find(matches)
    return relation && findPart(parts, relation.part)
  }
  const wanted = sheets.find((sheet) => sheet.name === name)?.relation
  const sheet = target(({ id, type }) => id === wanted && type === 'worksheet')
  if (!sheet) throw new Error('The sheet is missing.')
  const texts = target(({ type }) => type === 'sharedStrings')
  const styles = target(({ type }) => type === 'styles')
  const toRead = sheet.compressed + (texts?.compressed ?? 0)
  const told = (bytes: number) => onRead(bytes, toRead)
  const isDate = styles ? await readDateStyles(readZipEntry(path, styles)) : () => false
  const strings = texts && (await readSharedStrings(readZipEntry(path, texts, told), texts.uncompressed))
  yield* readSheetRows(readZipEntry(path, sheet, told), { strings, isDate, from1904 })
}

interface Relation {
  id: string
  type: string
  part: string
}

/** What a part refers to; the file as a whole has no name. */
async function readRelations(path: string, parts: readonly ZipEntry[], of: string): Promise<Relation[]> {
  const relations: Relation[] = []
  const file = posix.basename(of)
  const folder = posix.dirname(of)
  const list = findPart(parts, posix.join(folder, '_rels', `${file}.rels`))
  if (list)
    await readXml(readSmall(path, list), {
      open(name, { Id: id, Type: type, Target: target }) {
        if (name !== 'Relationship' || !id || !type || !target) return
        const part = posix.resolve('/', folder, target.replaceAll('\\', '/')).slice(1)
        relations.push({ id, type: posix.basename(type), part })
      },
    })
  return relations
}

/** Some programs write a name in other letters than they refer to it by. */
function findPart(parts: readonly ZipEntry[], name: string): ZipEntry | undefined {
  return (
    parts.find((part) => part.name === name) ?? parts.find((part) => part.name.toLowerCase() === name.toLowerCase())
  )
}

function readSmall(path: string, part: ZipEntry): AsyncIterable<Buffer> {
  if (part.uncompressed > MAX_WORKBOOK_BYTES) throw new Error('The part is too large.')
  return readZipEntry(path, part)
}
