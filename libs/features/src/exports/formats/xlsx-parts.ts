/** The XML of a workbook, as much as we need of it (ECMA-376, SpreadsheetML). */

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** Excel's own limit for the text of a cell. */
const MAX_TEXT = 32_767

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** One element per line in the source; the file has them without line breaks. */
const xml = (...elements: string[]): string => XML + elements.join('')

export const PARTS: Record<string, string> = {
  '[Content_Types].xml': xml(
    `<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>`,
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/>`,
    `<Override PartName="/xl/worksheets/sheet2.xml" ContentType="${TYPE}.worksheet+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>`,
    `<Override PartName="/xl/comments1.xml" ContentType="${TYPE}.comments+xml"/>`,
    '</Types>',
  ),
  '_rels/.rels': xml(
    `<Relationships xmlns="${PACKAGE}/relationships">`,
    `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/>`,
    '</Relationships>',
  ),
  'xl/workbook.xml': xml(
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>`,
    '<sheet name="Values" sheetId="1" r:id="rId1"/>',
    '<sheet name="Evidence" sheetId="2" r:id="rId2"/>',
    '</sheets></workbook>',
  ),
  'xl/_rels/workbook.xml.rels': xml(
    `<Relationships xmlns="${PACKAGE}/relationships">`,
    `<Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>`,
    `<Relationship Id="rId2" Type="${RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/>`,
    `<Relationship Id="rId3" Type="${RELATIONS}/styles" Target="styles.xml"/>`,
    '</Relationships>',
  ),
  'xl/worksheets/_rels/sheet1.xml.rels': xml(
    `<Relationships xmlns="${PACKAGE}/relationships">`,
    `<Relationship Id="rId1" Type="${RELATIONS}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>`,
    `<Relationship Id="rId2" Type="${RELATIONS}/comments" Target="../comments1.xml"/>`,
    '</Relationships>',
  ),
  // Style 1 is text (49, `@`), so a phone number that is edited in Excel stays text. Style 2 is the heading.
  'xl/styles.xml': xml(
    `<styleSheet xmlns="${MAIN}">`,
    '<fonts count="2">',
    '<font><sz val="11"/><name val="Calibri"/></font>',
    '<font><b/><sz val="11"/><name val="Calibri"/></font>',
    '</fonts>',
    '<fills count="2">',
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    '</fills>',
    '<borders count="1"><border/></borders>',
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>',
    '<cellXfs count="3">',
    '<xf/>',
    '<xf numFmtId="49" applyNumberFormat="1"/>',
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/>',
    '</cellXfs>',
    '</styleSheet>',
  ),
}

export const COMMENTS_START = [
  XML.trimEnd(),
  `<comments xmlns="${MAIN}">`,
  '<authors><author>Enrichify</author></authors>',
  '<commentList>',
].join('')

export function sheetStart(widths: readonly number[], columns: number): string {
  const cols = widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('')
  return xml(
    `<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}">`,
    '<sheetViews><sheetView workbookViewId="0">',
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
    '</sheetView></sheetViews>',
    columns ? `<cols>${cols}</cols>` : '',
    '<sheetData>',
  )
}

export const SHEET_END = (tail: string, columns: number, rows: number) =>
  `</sheetData>${columns ? `<autoFilter ref="A1:${columnName(columns - 1)}${rows}"/>` : ''}${tail}</worksheet>`

/** 0 → A, 26 → AA. */
export function columnName(index: number): string {
  let name = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}

/** `r` is written for every cell, because some readers need it. */
export function cell(column: string, row: number, value: string | number | boolean, style?: 'header'): string {
  const place = `r="${column}${row}"`
  if (typeof value === 'number' && Number.isFinite(value)) return `<c ${place}><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c ${place} t="b"><v>${value ? 1 : 0}</v></c>`
  const text = escapeXml(clip(String(value)))
  return `<c ${place} s="${style === 'header' ? 2 : 1}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

const clip = (text: string) =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 30)}… (cut: ${text.length} characters)` : text

/**
 * Characters that XML cannot hold are written as `_x0007_`, which spreadsheets read back. Text that already has this
 * form is escaped.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/_x[0-9A-Fa-f]{4}_/g, (found) => `_x005F${found}`)
    .replace(
      /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(
      /[&<>"\r]/g,
      (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' })[character]!,
    )
}

export interface Note {
  column: number
  row: number
  text: string
}

export function note({ column, row, text }: Note): string {
  return [
    `<comment ref="${columnName(column)}${row}" authorId="0">`,
    `<text><r><t xml:space="preserve">${escapeXml(text)}</t></r></text>`,
    '</comment>',
  ].join('')
}

export const VML_START = [
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"',
  ' xmlns:x="urn:schemas-microsoft-com:office:excel">',
  '<v:shapetype id="note" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>',
].join('')
export const VML_END = '</xml>'

/** A note needs a shape to be visible. The shape is hidden until the pointer is over the cell. */
export function noteShape({ column, row }: Note, index: number): string {
  return [
    `<v:shape id="n${index}" type="#note" style="position:absolute;visibility:hidden;width:260pt;height:90pt"`,
    ' fillcolor="#fffbe6" o:insetmode="auto">',
    '<v:textbox/>',
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>',
    `<x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column>`,
    '</x:ClientData>',
    '</v:shape>',
  ].join('')
}
