import { COLUMN_TYPES, plural, Refused, type CellValue } from '@enrichify/domain'
import type { ExportColumn, ExportFormatWriter, ExportMark, ExportSource } from './export-format.ts'
import {
  cell,
  columnName,
  note,
  noteShape,
  PARTS,
  SHEET_END,
  sheetStart,
  VML_END,
  VML_START,
  type Note,
  COMMENTS_START,
} from './xlsx-parts.ts'
import { zipStream } from './zip-stream.ts'

/** Excel's own limit, header included. */
const MAX_SHEET_ROWS = 1_048_576
/** Excel opens slowly with more notes, and the evidence sheet has all of them anyway. */
const MAX_NOTES = 20_000
const FLUSH_CHARACTERS = 64 * 1024

const EVIDENCE_HEADER = ['Row', 'Column', 'Value', 'State', 'Empty because', 'Quote', 'Page', 'Read at', 'Rule']

/**
 * A workbook with two sheets: the values (with the proof in each cell's note) and the evidence. All text is text, so
 * no cell can be a formula.
 */
export const xlsxFormat: ExportFormatWriter = {
  id: 'xlsx',
  extension: 'xlsx',
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',

  write(source) {
    const notes: Note[] = []
    const entries = [
      ...Object.entries(PARTS).map(([name, text]) => ({ name, body: [text] as Iterable<string> })),
      { name: 'xl/worksheets/sheet1.xml', body: buffered(valueSheet(source, notes)) },
      { name: 'xl/worksheets/sheet2.xml', body: buffered(evidenceSheet(source)) },
      // Read after the sheet was written, because the notes are known only then.
      {
        name: 'xl/comments1.xml',
        body: lazily(() => [COMMENTS_START, ...notes.map(note), '</commentList></comments>']),
      },
      { name: 'xl/drawings/vmlDrawing1.vml', body: lazily(() => [VML_START, ...notes.map(noteShape), VML_END]) },
    ]
    return zipStream(entries)
  },
}

async function* valueSheet(source: ExportSource, notes: Note[]): AsyncGenerator<string> {
  yield sheetStart(
    source.columns.map(({ kind }) => (kind === 'text' || kind === 'list' ? 32 : 22)),
    source.columns.length,
  )
  yield row(
    1,
    source.columns.map((column, index) => cell(columnName(index), 1, column.name, 'header')),
  )
  let at = 1
  for await (const { cells, marks } of source.rows()) {
    if (++at > MAX_SHEET_ROWS) throw tooLong()
    const parts: string[] = []
    for (const [index, column] of source.columns.entries()) {
      const mark = marks.get(column.id)
      const text = mark ? noteText(mark) : null
      if (text && notes.length < MAX_NOTES) notes.push({ column: index, row: at, text })
      const value = cells[column.id] ?? null
      if (value !== null) parts.push(cell(columnName(index), at, typed(column, value)))
    }
    yield row(at, parts)
  }
  yield SHEET_END('<legacyDrawing r:id="rId1"/>', source.columns.length, at)
}

async function* evidenceSheet(source: ExportSource): AsyncGenerator<string> {
  yield sheetStart([8, 20, 28, 12, 18, 60, 48, 24, 20], EVIDENCE_HEADER.length)
  yield row(
    1,
    EVIDENCE_HEADER.map((name, index) => cell(columnName(index), 1, name, 'header')),
  )
  let at = 1
  let sheetRow = 1
  for await (const { cells, marks } of source.rows()) {
    sheetRow++
    for (const column of source.columns) {
      const mark = marks.get(column.id)
      if (!mark) continue
      const shown = COLUMN_TYPES[column.kind].format(cells[column.id] ?? null)
      const lines = mark.evidence.length ? mark.evidence : [null]
      for (const proof of lines) {
        if (++at > MAX_SHEET_ROWS) throw tooLong()
        const value = proof ? plain(proof.value) : shown
        const texts = [
          sheetRow,
          column.name,
          value,
          mark.state,
          mark.empty ?? '',
          proof?.quote ?? '',
          proof?.url ?? '',
          proof?.fetchedAt.toISOString() ?? '',
          proof?.rule ?? '',
        ]
        yield row(
          at,
          texts.map((text, index) => (text === '' ? '' : cell(columnName(index), at, text))),
        )
      }
    }
  }
  yield SHEET_END('', EVIDENCE_HEADER.length, at)
}

const row = (at: number, cells: readonly string[]) => `<row r="${at}">${cells.join('')}</row>`
const tooLong = () =>
  new Refused(
    'too_many_rows',
    `A sheet has at most ${plural(MAX_SHEET_ROWS, 'row')}. Export CSV or JSON Lines, or fewer rows.`,
    'unprocessable',
  )

/**
 * Numbers and yes/no keep their type. Everything else is text, including phones and dates, so that nothing is
 * reformatted.
 */
function typed(column: ExportColumn, value: CellValue): string | number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' ? value : COLUMN_TYPES[column.kind].format(value)
}

function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if ('text' in value) return String(value.text)
  if ('name' in value)
    return 'title' in value && value.title ? `${String(value.name)}, ${String(value.title)}` : String(value.name)
  return 'url' in value ? String(value.url) : JSON.stringify(value)
}

function noteText(mark: ExportMark): string | null {
  const [proof] = mark.evidence
  if (mark.empty) return `Empty: ${mark.empty.replaceAll('_', ' ')}`
  if (mark.state === 'human' && !proof) return 'Entered by a person'
  const state = mark.state === 'human' ? 'Chosen by a person' : mark.state
  return proof ? `${state}: “${proof.quote.slice(0, 300)}”\n${proof.url}` : mark.state
}

async function* buffered(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let text = ''
  for await (const part of parts) {
    text += part
    if (text.length < FLUSH_CHARACTERS) continue
    yield text
    text = ''
  }
  yield text
}

function* lazily(make: () => Iterable<string>): Generator<string> {
  yield* make()
}
