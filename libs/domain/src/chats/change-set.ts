import { COLUMN_KINDS, type ColumnKind, type ColumnSettings } from '../columns/column-type.ts'
import { COLUMN_TYPES } from '../columns/index.ts'
import { SHEET_OPERATORS, type SheetFilter, type SheetOperator } from '../columns/sheet-filter.ts'
import { FACT_KINDS, type FactKind } from '../facts/fact-kinds.ts'
import { READY_FACTS } from '../facts/ready-facts.ts'

/** Which rows a proposed run covers. */
export type ProposedScope = { kind: 'all' } | { kind: 'only_empty' } | { kind: 'rows'; rowIds: number[] }

/** One operation of a change set. Columns are given by id, or by the name of a column that the same set adds. */
export type Change =
  | { kind: 'addColumn'; name: string; columnKind: ColumnKind; question: string | null; fact: FactKind | null }
  | { kind: 'editCells'; edits: { rowId: number; columnId: string; text: string }[] }
  | { kind: 'filter'; filters: SheetFilter[]; sort: { column: string; direction: 'asc' | 'desc' } | null }
  | { kind: 'run'; columns: string[]; scope: ProposedScope }
export type ChangeKind = Change['kind']

/** A set is applied once and taken back once. A dismissed set stays dismissed. */
export const CHANGE_SET_STATES = ['proposed', 'applied', 'undone', 'dismissed'] as const
export type ChangeSetState = (typeof CHANGE_SET_STATES)[number]

export interface ChangeSetColumn {
  id: string
  name: string
  kind: ColumnKind
  settings: ColumnSettings
  asks: boolean
}

const MOST_COLUMNS = 10
const MOST_EDITS = 200
const MOST_ROWS = 1000
const MOST_FILTERS = 20

/**
 * Makes a change set of what someone proposed. Each field is read separately, and what we do not understand is left
 * out. `problems` says in words what is wrong, so that the author can mend it. The operations come in the order in
 * which they are applied.
 */
export function readChangeSet(
  proposal: unknown,
  columns: readonly ChangeSetColumn[],
): { ok: true; changes: Change[] } | { ok: false; problems: string[] } {
  const given = recordOf(proposal)
  const problems: string[] = []
  const added = listOf(given.add_columns).map((item) => readColumn(recordOf(item), columns, problems))
  const names = added.flatMap((change) => change?.name ?? [])
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length)
    problems.push('Two new columns have the same name.')
  if (added.length > MOST_COLUMNS) problems.push(`At most ${MOST_COLUMNS} columns at a time.`)
  const find = (wanted: unknown): ChangeSetColumn | undefined => findColumn(wanted, columns)
  const edits = readEdits(listOf(given.edits), find, problems)
  const filter = readFilter(given, find, problems)
  const run = readRun(
    recordOf(given.run),
    columns,
    added.flatMap((change) => change ?? []),
    problems,
  )
  const changes = [...added, edits, filter, run].flatMap((change): Change[] => (change ? [change] : []))
  if (problems.length === 0 && changes.length === 0) problems.push('It changes nothing.')
  return problems.length ? { ok: false, problems } : { ok: true, changes }
}

function readColumn(
  given: Record<string, unknown>,
  columns: readonly ChangeSetColumn[],
  problems: string[],
): (Change & { kind: 'addColumn' }) | null {
  const question = textOf(given.question)
  const fact = FACT_KINDS.find((kind) => kind === textOf(given.fact)) ?? null
  if (textOf(given.fact) && !fact)
    problems.push(`There is no ready fact “${textOf(given.fact).slice(0, 40)}”. There are: ${FACT_KINDS.join(', ')}.`)
  const kind = COLUMN_KINDS.find((known) => known === textOf(given.kind))
  const name = (textOf(given.name) || (fact ? READY_FACTS[fact].label : question)).slice(0, 200)
  if (!name) problems.push('A new column needs a name.')
  if (columns.some((column) => column.name.toLowerCase() === name.toLowerCase()))
    problems.push(`There is a column “${name}” already.`)
  if (question && !fact && (question.length < 3 || question.length > 500))
    problems.push(`The question of “${name}” has 3 to 500 characters.`)
  if (!name) return null
  return {
    kind: 'addColumn',
    name,
    columnKind: fact ? READY_FACTS[fact].columnKind : (kind ?? 'text'),
    question: fact ? null : question || null,
    fact,
  }
}

function readEdits(
  given: readonly unknown[],
  find: (wanted: unknown) => ChangeSetColumn | undefined,
  problems: string[],
): (Change & { kind: 'editCells' }) | null {
  if (given.length > MOST_EDITS) problems.push(`At most ${MOST_EDITS} cells at a time.`)
  const edits = new Map<string, { rowId: number; columnId: string; text: string }>()
  for (const item of given.slice(0, MOST_EDITS).map(recordOf)) {
    const column = find(item.column)
    const rowId = Number(item.row)
    const text = typeof item.text === 'number' || typeof item.text === 'boolean' ? String(item.text) : textOf(item.text)
    const parsed = column && COLUMN_TYPES[column.kind].parse(text, column.settings)
    if (!column) problems.push(`There is no column “${textOf(item.column).slice(0, 60)}”.`)
    else if (!Number.isSafeInteger(rowId) || rowId < 1)
      problems.push(`“${String(item.row).slice(0, 20)}” is not a row.`)
    else if (parsed && !parsed.ok)
      problems.push(`Row ${rowId}, ${column.name}: “${text.slice(0, 60)}” ${parsed.reason}.`)
    else edits.set(`${rowId}:${column.id}`, { rowId, columnId: column.id, text })
  }
  return edits.size ? { kind: 'editCells', edits: [...edits.values()] } : null
}

function readFilter(
  given: Record<string, unknown>,
  find: (wanted: unknown) => ChangeSetColumn | undefined,
  problems: string[],
): (Change & { kind: 'filter' }) | null {
  const filters = readFilters(given.filter, find, problems)
  const sort = readSort(given.sort, find, problems)
  return filters.length || sort ? { kind: 'filter', filters, sort } : null
}

/** Conditions as someone wrote them, with columns by id or name. */
export function readFilters<C extends { id: string }>(
  given: unknown,
  find: (wanted: unknown) => C | undefined,
  problems: string[],
): SheetFilter[] {
  return listOf(given)
    .slice(0, MOST_FILTERS)
    .map(recordOf)
    .flatMap(({ column: wanted, op: operator, value }): SheetFilter[] => {
      const column = find(wanted)
      const op = SHEET_OPERATORS.find((known) => known === operator)
      if (!column) problems.push(`There is no column “${textOf(wanted).slice(0, 60)}”.`)
      if (!op)
        problems.push(
          `“${textOf(operator).slice(0, 40)}” is not a condition. There are: ${SHEET_OPERATORS.join(', ')}.`,
        )
      if (!column || !op) return []
      const text = value === undefined || value === null ? '' : String(value as string | number | boolean).slice(0, 500)
      return [{ column: column.id, op, ...(op === 'empty' || op === 'not_empty' ? {} : { value: text }) }]
    })
}

/** `Name:desc`, or an id instead of the name. */
export function readSort<C extends { id: string }>(
  given: unknown,
  find: (wanted: unknown) => C | undefined,
  problems: string[],
): { column: string; direction: 'asc' | 'desc' } | null {
  const text = textOf(given)
  if (!text) return null
  const column = find(text.replace(/:(?:asc|desc)$/i, ''))
  if (!column) problems.push(`There is no column “${text.slice(0, 60)}” to sort by.`)
  return column ? { column: column.id, direction: /:desc$/i.test(text) ? 'desc' : 'asc' } : null
}

function readRun(
  given: Record<string, unknown>,
  columns: readonly ChangeSetColumn[],
  added: readonly (Change & { kind: 'addColumn' })[],
  problems: string[],
): (Change & { kind: 'run' }) | null {
  const rows = textOf(given.rows) || 'none'
  const wanted = listOf(given.columns)
  if (rows === 'none' || (wanted.length === 0 && added.length === 0)) return null
  const rowIds = [
    ...new Set(
      listOf(given.row_ids)
        .map(Number)
        .filter((id) => Number.isSafeInteger(id) && id > 0),
    ),
  ]
  const scope: ProposedScope | null =
    rows === 'all' || rows === 'only_empty'
      ? { kind: rows }
      : rows === 'these' && rowIds.length > 0 && rowIds.length <= MOST_ROWS
        ? { kind: 'rows', rowIds }
        : null
  if (!scope) problems.push(`A run covers “all”, “only_empty” or “these” with 1 to ${MOST_ROWS} row_ids.`)
  const asking = added.filter(({ question, fact }) => question || fact)
  const chosen = (wanted.length ? wanted : asking.map(({ name }) => name)).flatMap((name): string[] => {
    const fresh = added.find((change) => change.name.toLowerCase() === textOf(name).toLowerCase())
    const column = fresh ? undefined : findColumn(name, columns)
    if (fresh ? !asking.includes(fresh) : column && !column.asks)
      problems.push(`“${textOf(name).slice(0, 60)}” has no question and cannot be run.`)
    else if (!fresh && !column) problems.push(`There is no column “${textOf(name).slice(0, 60)}” to run.`)
    return fresh ? [fresh.name] : column ? [column.id] : []
  })
  return scope && chosen.length ? { kind: 'run', columns: [...new Set(chosen)], scope } : null
}

/** A condition in words, for people. */
export function filterInWords(
  { column, op, value = '' }: SheetFilter,
  columns: readonly { id: string; name: string }[],
): string {
  const words = {
    contains: `contains “${value}”`,
    equals: `is “${value}”`,
    not_equals: `is not “${value}”`,
    greater: `is greater than ${value}`,
    less: `is less than ${value}`,
    empty: 'is empty',
    not_empty: 'is filled',
    state: `is ${value.replaceAll(',', ' or ')}`,
  } satisfies Record<SheetOperator, string>
  return `${columns.find(({ id }) => id === column)?.name ?? column} ${words[op]}`
}

/** By id, else by name in any letter case. */
export function findColumn<C extends { id: string; name: string }>(
  wanted: unknown,
  columns: readonly C[],
): C | undefined {
  const text = textOf(wanted)
  return (
    columns.find(({ id }) => id === text) ??
    columns.find(({ name }) => name.trim().toLowerCase() === text.toLowerCase())
  )
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
