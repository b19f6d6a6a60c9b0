import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  name: string
  data: string | Buffer
  /** What the headers say instead of the truth. */
  claims?: { compressed?: number; uncompressed?: number; offset?: number }
}

/** A ZIP file, whose headers may lie. */
export function makeZip(parts: readonly ZipPart[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, claims = {} } of parts) {
    const bytes = Buffer.from(data)
    const packed = deflateRawSync(bytes, { level: 6 })
    const file = Buffer.from(name)
    const header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0)
    header.writeUInt16LE(8, 4)
    header.writeUInt32LE(crc32(bytes), 10)
    header.writeUInt32LE(claims.compressed ?? packed.length, 14)
    header.writeUInt32LE(claims.uncompressed ?? bytes.length, 18)
    header.writeUInt16LE(file.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, file, packed])
    const more = Buffer.alloc(14)
    more.writeUInt32LE(claims.offset ?? offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), header, more, file]))
    locals.push(local)
    offset += local.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length % 65_536, 4)
  end.writeUInt16LE(parts.length % 65_536, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  end.writeUInt16LE(comment.length, 16)
  return Buffer.concat([...locals, ...directory, Buffer.from('PK\x05\x06', 'latin1'), end, Buffer.from(comment)])
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relationships = (list: readonly [id: string, type: string, target: string][]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** The parts of a workbook with one sheet “S”; each may be replaced, and others added. */
export function workbook(replaced: Record<string, string | Buffer> = {}): ZipPart[] {
  const parts: Record<string, string | Buffer> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relationships([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml':
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">` +
      '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relationships([
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'sharedStrings', 'sharedStrings.xml'],
    ]),
    'xl/sharedStrings.xml': strings('<si><t>Acme</t></si>'),
    'xl/worksheets/sheet1.xml': sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
    ...replaced,
  }
  return Object.entries(parts).map(([name, data]) => ({ name, data }))
}

export const strings = (items: string) => `<sst xmlns="${MAIN}">${items}</sst>`
export const sheet = (rows: string, after = '') =>
  `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`

/** Text that packs about six times smaller: no ratio gives it away. */
export const varied = (item: (index: number) => string, times: number) =>
  Array.from({ length: times }, (_, index) => item(index)).join('')
