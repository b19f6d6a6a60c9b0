import type { Row } from '@enrichify/contracts'
import type { ColumnEntity } from '@enrichify/database'
import { COLUMN_TYPES, findColumn, readSort } from '@enrichify/domain'
import {
  asData,
  requireColumn,
  requireFilters,
  FILTERS,
  parametersOf,
  ToolProblem,
  wholeOf,
  wordOf,
  type ChatTool,
} from '../chat-tool.ts'

const MAX_ROWS = 50
const MAX_CHARACTERS = 12_000
const CELL = 200

export const readRows: ChatTool = {
  name: 'read_rows',
  description:
    'Rows of the sheet that match, with the values of their cells and how well each is proven (verified, ' +
    'cited, asserted, human, empty with its reason). At most 50 at a time.',
  parameters: parametersOf({
    filters: FILTERS,
    search: { type: 'string', description: 'Words anywhere in the row; "" for none.' },
    sort: { type: 'string', description: 'Column and direction such as "Name:desc"; "" for the order of the list.' },
    columns: { type: 'array', items: { type: 'string' }, description: 'Ids or names; [] for all.' },
    limit: { type: 'integer' },
    offset: { type: 'integer' },
  }),
  async run(use, args) {
    const problems: string[] = []
    const sort = readSort(args.sort, (wanted) => findColumn(wanted, use.columns), problems)
    if (problems.length) throw new ToolProblem(problems.join(' '))
    const wanted =
      Array.isArray(args.columns) && args.columns.length
        ? args.columns.map((column) => requireColumn(use, column))
        : use.columns
    const limit = wholeOf(args.limit, 1, MAX_ROWS, 20)
    const offset = wholeOf(args.offset, 0, 10_000_000, 0)
    const { rows, total } = await use.sheet.rows(use.who, use.websetId, {
      filters: requireFilters(use, args.filters),
      sort,
      search: wordOf(args.search) || null,
      limit,
      offset,
    })
    const lines: string[] = []
    let left = MAX_CHARACTERS
    for (const row of rows) {
      const line = lineOf(row, wanted)
      left -= line.length
      if (left < 0) break
      lines.push(line)
    }
    return {
      text: `${total} rows match; ${lines.length} from ${offset} on:\n${asData('sheet', lines.join('\n'))}`,
      summary: `Read ${lines.length} of ${total} matching rows`,
    }
  },
}

function lineOf(row: Row, columns: readonly ColumnEntity[]): string {
  const cells = columns.map(({ id, name, kind }) => {
    const mark = row.marks[id]
    const known = mark?.state === 'empty' ? `empty: ${mark.empty ?? 'unknown'}` : (mark?.state ?? '')
    const value = COLUMN_TYPES[kind]
      .format(row.cells[id] ?? null)
      .replaceAll(/\s+/g, ' ')
      .slice(0, CELL)
    return value || known ? `${name}: ${value}${known ? ` [${known}]` : ''}` : ''
  })
  return `row ${row.id} | ${cells.filter(Boolean).join(' | ')}`
}
