import { dateOf, dateOfText } from './dates.ts'
import { decodeEscapes, readXmlInSteps, type XmlHandlers } from './read-xml.ts'
import type { SharedStrings } from './shared-strings.ts'

export type CellValue = string | number | boolean | Date | null

/** A row of a sheet, counted from 0. Cells that are not in the file are null. */
export interface SheetRow {
  index: number
  values: CellValue[]
}

/** What the cells of a workbook refer to. */
export interface CellContext {
  strings: SharedStrings | undefined
  isDate: (style: number) => boolean
  from1904: boolean
}

/** Excel’s own limit. */
const MAX_COLUMNS = 16_384

export async function* readSheetRows(chunks: AsyncIterable<Buffer>, context: CellContext): AsyncGenerator<SheetRow> {
  const reader = new SheetReader(context)
  for await (const _ of readXmlInSteps(chunks, reader)) {
    yield* reader.rows.splice(0)
    if (reader.ended) return
  }
}

class SheetReader implements XmlHandlers {
  readonly rows: SheetRow[] = []
  ended = false
  readonly #context: CellContext
  #row: SheetRow | undefined
  #lastIndex = -1
  #column = 0
  #type = ''
  #style = -1
  #value = ''
  #text = ''
  /** Where text goes. What is around the values is layout of the file. */
  #reading: 'value' | 'text' | undefined
  #pronounced = false

  constructor(context: CellContext) {
    this.#context = context
  }

  open(name: string, attributes: Record<string, string>, parent: string | undefined): void {
    if (name === 'row' && parent === 'sheetData') this.#openRow(attributes.r)
    else if (!this.#row) return
    else if (name === 'c') this.#openCell(attributes)
    else if (name === 'v') this.#reading = 'value'
    else if (name === 'rPh') this.#pronounced = true
    else if (name === 't' && !this.#pronounced) this.#reading = 'text'
  }

  text(text: string): void {
    if (this.#reading === 'value') this.#value += text
    else if (this.#reading === 'text') this.#text += text
  }

  close(name: string): void {
    if (name === 'sheetData') this.ended = true
    else if (!this.#row) return
    else if (name === 'row') {
      this.rows.push(this.#row)
      this.#row = undefined
    } else if (name === 'c') {
      this.#row.values[this.#column] = this.#cellValue()
      this.#column++
    } else if (name === 'rPh') this.#pronounced = false
    else if (name === 'v' || name === 't') this.#reading = undefined
  }

  #openRow(number: string | undefined): void {
    this.#lastIndex = number ? Number(number) - 1 : this.#lastIndex + 1
    this.#row = { index: this.#lastIndex, values: [] }
    this.#column = 0
  }

  #openCell({ r, t, s }: Record<string, string>): void {
    if (r) this.#column = columnOf(r)
    if (this.#column >= MAX_COLUMNS) throw new Error('A cell is beyond the last column.')
    const { values } = this.#row as SheetRow
    while (values.length < this.#column) values.push(null)
    this.#type = t ?? ''
    this.#style = s ? Number(s) : -1
    this.#value = ''
    this.#text = ''
  }

  #cellValue(): CellValue {
    const { strings, isDate, from1904 } = this.#context
    const value = this.#value
    if (this.#type === 'inlineStr') return decodeEscapes(this.#text)
    if (this.#type === 'str') return decodeEscapes(value)
    if (this.#type === 'b') return value === '1' || value.toLowerCase() === 'true'
    if (this.#type === 'e') return value
    if (value.trim() === '') return null
    if (this.#type === 's') return strings?.at(Number(value)) ?? null
    if (this.#type === 'd') return dateOfText(value)
    const number = Number(value)
    if (Number.isNaN(number)) return value
    return isDate(this.#style) ? dateOf(number, from1904) : number
  }
}

/** `AB12` is in column 27, counted from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    const place = letter.toUpperCase().charCodeAt(0) - 64
    if (!(place >= 1 && place <= 26)) break
    column = column * 26 + place
  }
  return column - 1
}
