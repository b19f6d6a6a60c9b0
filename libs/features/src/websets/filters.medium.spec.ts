import type { Filter } from '@enrichify/contracts'
import { Database } from '@enrichify/database'
import type { CellValue, ColumnKind, Principal } from '@enrichify/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { runCell } from '../testing/run-cell.ts'
import { CellWriter } from './cell-writer.ts'
import { CellsService } from './cells.service.ts'
import { CommandsService } from './commands.service.ts'
import { RowsService } from './rows.service.ts'
import { WebsetsService } from './websets.service.ts'

/** The values of one column of each type, by row. Null is an empty cell; a text among numbers is a bad cell. */
const CELLS = {
  text: [
    'Acme',
    'ACME Holding',
    'café',
    'CAFÉ Ünal',
    'cafe',
    '50% off',
    '500 off',
    'a_b',
    'axb',
    'back\\slash',
    'say "hi"',
    "O'Hara",
    '東京',
    '',
    null,
  ],
  number: [-1.5, 0, 0.1, 1, 1000, 1234.5, 9007199254740991, 'many', null],
  date: ['2024-02-29', '2024-03-01', '2024-03-01T10:30', '2024-12-31', 'some day', null],
  boolean: [true, false, 'perhaps', null],
  url: ['https://acme.example/', 'https://acme.example/a_b?x=50%25', null],
  email: ['info@acme.example', 'Jörg@acme.example', null],
  phone: ['+14155550100', '+14155550100;ext=5', null],
  choice: ['Retail', 'Online retail', null],
  list: [
    ['rope', 'felt hats'],
    ['5" pipe', 'back\\slash'],
    [{ name: 'Ann Müller', title: 'CEO' }],
    [{ network: 'x', url: 'https://x.com/acme' }],
    null,
  ],
} satisfies Record<ColumnKind, CellValue[]>
const KINDS = Object.keys(CELLS) as ColumnKind[]
const ROWS = Math.max(...KINDS.map((kind) => CELLS[kind].length))

let services: TestServices
let who: Principal
let websetId: string
const columns = new Map<ColumnKind, string>()

beforeAll(async () => {
  services = await openTestServices()
  who = await services.createMember()
  const webset = await services.get(WebsetsService).create(who, {
    name: 'Every kind',
    columns: KINDS.map((kind) => ({ name: kind, kind })),
  })
  websetId = webset.id
  for (const { kind, id } of webset.columns) columns.set(kind, id)
  const rows = Array.from({ length: ROWS }, (_, at) =>
    Object.fromEntries(KINDS.map((kind) => [columns.get(kind)!, (CELLS[kind] as CellValue[])[at] ?? null])),
  )
  // Written past the types, because an import leaves bad cells as text.
  await services.get(Database).inScope(who, async (tx) => {
    await tx.query(
      `insert into rows (workspace_id, webset_id, id, cells)
       select $1, $2, r.place, jsonb_strip_nulls(r.cells)
       from unnest($3::jsonb[]) with ordinality as r (cells, place)`,
      [who.workspaceId, websetId, rows.map((row) => JSON.stringify(row))],
    )
    await tx.query('update websets set next_row_id = $2 + 1, row_count = $2 where id = $1', [websetId, ROWS])
  })
})
afterAll(() => services.close())

async function rowsOf(...filter: Filter[]): Promise<number[]> {
  const { rows, total } = await services.get(RowsService).window(who, websetId, { filter, limit: 100 })
  expect(total).toBe(rows.length)
  return rows.map((row) => row.id)
}

/** The cells of one column that a filter finds; empty ones as null. */
async function found(kind: ColumnKind, op: Filter['op'], value?: string): Promise<CellValue[]> {
  const ids = await rowsOf({ column: columns.get(kind)!, op, value })
  return ids.map((id) => (CELLS[kind] as CellValue[])[id - 1] ?? null)
}

const filled = (kind: ColumnKind) => (CELLS[kind] as CellValue[]).filter((value) => value !== null && value !== '')
const empties = (kind: ColumnKind) => ROWS - filled(kind).length

describe('contains', () => {
  it.each<[ColumnKind, string, CellValue[]]>([
    ['text', 'acme', ['Acme', 'ACME Holding']],
    ['text', 'CAFÉ', ['café', 'CAFÉ Ünal']],
    ['text', 'ünal', ['CAFÉ Ünal']],
    ['text', 'cafe', ['cafe']],
    ['text', '50%', ['50% off']],
    ['text', '%', ['50% off']],
    ['text', '_', ['a_b']],
    ['text', '\\', ['back\\slash']],
    ['text', '"', ['say "hi"']],
    ['text', "'", ["O'Hara"]],
    ['text', "' or true --", []],
    ['text', '京', ['東京']],
    ['number', '234', [1234.5]],
    ['date', '2024-03', ['2024-03-01', '2024-03-01T10:30']],
    ['url', 'a_b', ['https://acme.example/a_b?x=50%25']],
    ['url', '%25', ['https://acme.example/a_b?x=50%25']],
    ['email', 'JÖRG', ['Jörg@acme.example']],
    ['phone', '+1415', ['+14155550100', '+14155550100;ext=5']],
    ['choice', 'retail', ['Retail', 'Online retail']],
    ['list', 'HATS', [CELLS.list[0]!]],
    ['list', '5" pipe', [CELLS.list[1]!]],
    ['list', 'k\\s', [CELLS.list[1]!]],
    ['list', 'müller, ceo', [CELLS.list[2]!]],
    ['list', 'x.com/', [CELLS.list[3]!]],
    ['list', 'rope; felt', [CELLS.list[0]!]],
    ['list', '["', []],
    ['list', 'title', []],
  ])('in %s: %s', async (kind, value, expected) => expect(await found(kind, 'contains', value)).toEqual(expected))
})

describe('equals', () => {
  it.each<[ColumnKind, string, CellValue[]]>([
    ['text', 'ACME', ['Acme']],
    ['text', 'Café', ['café']],
    ['text', 'cafe', ['cafe']],
    ['text', 'say "hi"', ['say "hi"']],
    ['text', 'back\\slash', ['back\\slash']],
    ['text', '50%', []],
    ['text', 'a_b', ['a_b']],
    ['number', '1', [1]],
    ['number', '1.0', [1]],
    ['number', '1,234.5', [1234.5]],
    ['number', '0.1', [0.1]],
    ['number', '-1.5', [-1.5]],
    ['number', '9007199254740991', [9007199254740991]],
    ['number', 'Many', ['many']],
    ['date', '2024-03-01', ['2024-03-01']],
    ['date', '29.2.2024', ['2024-02-29']],
    ['date', 'Some day', ['some day']],
    ['boolean', 'true', [true]],
    ['boolean', 'no', [false]],
    ['url', 'HTTPS://ACME.example/', ['https://acme.example/']],
    ['email', 'INFO@acme.example', ['info@acme.example']],
    ['phone', '+1 415 555 0100', ['+14155550100']],
    ['choice', 'retail', ['Retail']],
    ['list', 'rope; felt hats', [CELLS.list[0]!]],
    ['list', 'rope', []],
  ])('in %s: %s', async (kind, value, expected) => expect(await found(kind, 'equals', value)).toEqual(expected))
})

describe('not_equals', () => {
  it.each<[ColumnKind, string, CellValue]>([
    ['text', 'acme', 'Acme'],
    ['text', 'CAFÉ ünal', 'CAFÉ Ünal'],
    ['number', '1.0', 1],
    ['date', '29.2.2024', '2024-02-29'],
    ['choice', 'RETAIL', 'Retail'],
  ])('in %s: %s, with the empty cells', async (kind, value, left) => {
    const rest = await found(kind, 'not_equals', value)
    expect(rest).toHaveLength(ROWS - 1)
    expect(rest).not.toContainEqual(left)
  })
})

describe('greater and less', () => {
  it.each<[ColumnKind, 'greater' | 'less', string, CellValue[]]>([
    ['number', 'greater', '1', [1000, 1234.5, 9007199254740991]],
    ['number', 'greater', '0.1', [1, 1000, 1234.5, 9007199254740991]],
    ['number', 'less', '0.1', [-1.5, 0]],
    ['number', 'less', '0', [-1.5]],
    ['number', 'greater', '1,234.4', [1234.5, 9007199254740991]],
    ['number', 'greater', '9007199254740990', [9007199254740991]],
    ['number', 'less', '-1.5', []],
    ['date', 'greater', '2024-02-29', ['2024-03-01', '2024-03-01T10:30', '2024-12-31']],
    ['date', 'greater', '2024-03-01', ['2024-03-01T10:30', '2024-12-31']],
    ['date', 'less', '2024-03-01', ['2024-02-29']],
    ['date', 'less', '1.3.2024', ['2024-02-29']],
    ['date', 'greater', '2024-12-31', []],
  ])('in %s: %s than %s', async (kind, op, value, expected) => expect(await found(kind, op, value)).toEqual(expected))

  it.each<[ColumnKind, 'greater' | 'less', string, RegExp]>([
    ['number', 'greater', 'many', /“many” is not a number/],
    ['number', 'less', 'Infinity', /is not a number/],
    ['number', 'greater', '', /nothing to compare with/],
    ['number', 'less', ' ', /nothing to compare with/],
    ['date', 'greater', 'soon', /“soon” is not a date/],
    ['date', 'less', '', /nothing to compare with/],
    ['date', 'less', '03/04/2024', /“03.04.2024”/],
    ['text', 'less', '', /nothing to compare with/],
  ])('in %s: %s than “%s” is refused', async (kind, op, value, words) => {
    await expect(found(kind, op, value)).rejects.toMatchObject({
      code: 'bad_filter',
      kind: 'invalid',
      message: expect.stringMatching(words) as string,
    })
  })
})

describe('empty and not_empty', () => {
  it.each(KINDS)('in %s split the rows', async (kind) => {
    expect(await found(kind, 'not_empty')).toEqual(filled(kind))
    expect(await found(kind, 'empty')).toHaveLength(empties(kind))
  })
})

describe('what is known about a cell', () => {
  const RUN = '00000000-0000-4000-8000-000000000001'
  let column: string

  beforeAll(async () => {
    column = (await services.get(WebsetsService).addColumn(who, websetId, { fact: 'phone' })).id
    await services.get(Database).inScope(who, async (tx) => {
      await services.get(CellWriter).writeByRun(tx, websetId, RUN, [
        runCell({ columnId: column, rowId: 1, value: '+14155550100', state: 'cited', empty: null }),
        runCell({
          columnId: column,
          rowId: 2,
          value: '+14155550101',
          state: 'asserted',
          empty: null,
          conflict: true,
        }),
        runCell({ columnId: column, rowId: 3 }),
        runCell({ columnId: column, rowId: 4, empty: 'robots_disallowed' }),
      ])
      await tx.query('update cell_states set stale_by = array[webset_id] where webset_id = $1 and row_id = 3', [
        websetId,
      ])
    })
    await services.get(CellsService).edit(who, websetId, [{ rowId: 5, columnId: column, text: '+14155550105' }])
  })

  it.each<[Filter['op'], string, number[]]>([
    ['state', 'cited', [1]],
    ['state', 'cited,asserted', [1, 2]],
    ['state', 'empty', [3, 4]],
    ['state', 'human', [5]],
    ['state', 'verified', []],
    ['state', 'given', Array.from({ length: ROWS - 5 }, (_, at) => at + 6)],
    ['reason', 'not_on_page', [3]],
    ['reason', 'not_on_page,robots_disallowed', [3, 4]],
    ['reason', "x' or true --", []],
    ['flag', 'conflict', [2]],
    ['flag', 'stale', [3]],
  ])('%s %s', async (op, value, expected) => expect(await rowsOf({ column, op, value })).toEqual(expected))

  it('that is stale follows the cells that it is made from', async () => {
    const stale: Filter = { column, op: 'flag', value: 'stale' }
    expect(await rowsOf(stale)).toEqual([3])
    const site = columns.get('url')!
    await services.get(CellsService).edit(who, websetId, [{ rowId: 1, columnId: site, text: 'other.example' }])
    expect(await rowsOf(stale)).toEqual([1, 3])
    await services.get(CommandsService).undoLast(who, websetId)
    expect(await rowsOf(stale)).toEqual([3])
  })

  it('joins filters by and, and skips those of columns that are gone', async () => {
    const text: Filter = { column: columns.get('text')!, op: 'contains', value: 'acme' }
    expect(await rowsOf(text, { column, op: 'state', value: 'asserted' })).toEqual([2])
    expect(await rowsOf(text, { column: 'c999', op: 'not_empty' })).toEqual([1, 2])
  })
})
