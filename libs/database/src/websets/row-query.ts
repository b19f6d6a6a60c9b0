import type { Filter } from '@enrichify/contracts'
import { COLUMN_TYPES, readDate, type ColumnKind } from '@enrichify/domain'

/** Collects bound values. Names and values of users never become SQL text. */
export class Parameters {
  readonly values: unknown[] = []
  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** A cell as a person reads it. The items of a list are joined as on the screen, not as JSON. */
function textOf(kind: ColumnKind, column: string): string {
  const plain = `(r.cells ->> ${column}::text)`
  if (kind !== 'list') return plain
  const list = `(r.cells -> ${column}::text)`
  return `(case when jsonb_typeof(${list}) = 'array' then (
    select string_agg(
      case
        when jsonb_typeof(l.item) <> 'object' then l.item #>> '{}'
        else coalesce(l.item ->> 'url', concat_ws(', ', l.item ->> 'name', l.item ->> 'title'))
      end, '; ' order by l.place
    )
    from jsonb_array_elements(${list}) with ordinality as l (item, place)
  ) else ${plain} end)`
}

/** The asked value as typed, and as this type of column stores it (`31.3.2026`, `1,234`, `yes`). */
function formsOf(kind: ColumnKind, value: string): string[] {
  const type = COLUMN_TYPES[kind]
  const parsed = type.parse(value, {})
  return [...new Set(parsed.ok && parsed.value !== null ? [value, type.format(parsed.value)] : [value])]
}

/** Greater or less. A value or a cell that is not of the column's type is neither. */
function comparison(
  kind: ColumnKind,
  text: string,
  sign: '>' | '<',
  value: string,
  parameters: Parameters,
  column: string,
): string {
  // PostgreSQL refuses a bound value that the statement does not use, so a plain `false` would be an error.
  const never = `${column}::text is null`
  if (value.trim() === '') return never
  if (kind === 'number') {
    const number = Number.isFinite(Number(value)) ? Number(value) : Number(formsOf(kind, value).at(-1))
    if (!Number.isFinite(number)) return never
    return `case when jsonb_typeof(r.cells -> ${column}::text) = 'number'
      then (r.cells -> ${column}::text)::numeric ${sign} ${parameters.add(number)}::float8::numeric
    end`
  }
  if (kind !== 'date') return `${text} ${sign} ${parameters.add(value)}`
  const day = readDate(value)
  if (day === null) return never
  return `case when ${text} ~ '^\\d{4}-\\d\\d-\\d\\d' then ${text} collate "C" ${sign} ${parameters.add(day)} end`
}

/**
 * The condition of one filter over `rows r`. Filters over deleted columns match everything, so a stale link still
 * opens.
 */
function condition(filter: Filter, kind: ColumnKind | undefined, parameters: Parameters): string {
  if (kind === undefined) return 'true'
  const column = parameters.add(filter.column)
  const text = textOf(kind, column)
  const value = filter.value ?? ''
  const isOneOf = (list: string[]) => `in (${list.map((form) => `lower(${parameters.add(form)})`).join(', ')})`
  const state = (name: string, values: string) =>
    `exists (
       select
       from cell_states s
       where s.workspace_id = r.workspace_id and s.webset_id = r.webset_id and s.row_id = r.id
         and s.column_id = ${column} and s.${name} = any (${values})
     )`
  switch (filter.op) {
    case 'contains':
      return `${text} ilike ${parameters.add(like(value))}`
    case 'equals':
      return `lower(${text}) ${isOneOf(formsOf(kind, value))}`
    case 'not_equals':
      return `lower(coalesce(${text}, '')) not ${isOneOf(formsOf(kind, value))}`
    case 'greater':
      return comparison(kind, text, '>', value, parameters, column)
    case 'less':
      return comparison(kind, text, '<', value, parameters, column)
    case 'empty':
      return `coalesce(${text}, '') = ''`
    case 'not_empty':
      return `coalesce(${text}, '') <> ''`
    case 'state':
      return value === 'given'
        ? `not ${state('state', `${parameters.add(['verified', 'cited', 'asserted', 'human', 'empty'])}::text[]`)}`
        : state('state', `${parameters.add(value.split(','))}::text[]`)
    case 'flag':
      // One of our names, never the user’s text.
      return `exists (
        select
        from cell_states s
        where s.workspace_id = r.workspace_id and s.webset_id = r.webset_id and s.row_id = r.id
          and s.column_id = ${column} and s.${value === 'conflict' ? 'conflict' : 'stale'}
      )`
    case 'reason':
      return state('empty_reason', `${parameters.add(value.split(','))}::text[]`)
  }
}

export interface RowQuery {
  filter: Filter[]
  search: string | null
  sort: { column: string; direction: 'asc' | 'desc' } | null
}

/** `where` over `rows r` of one webset, without trash. */
export function whereOf(
  query: Pick<RowQuery, 'filter' | 'search'>,
  websetId: string,
  kinds: ReadonlyMap<string, ColumnKind>,
  parameters: Parameters,
): string {
  const parts = [`r.webset_id = ${parameters.add(websetId)}`, 'r.deleted_at is null']
  for (const filter of query.filter) parts.push(condition(filter, kinds.get(filter.column), parameters))
  if (query.search) {
    const pattern = parameters.add(like(query.search))
    // The text of the whole row is cheap to search and rules most rows out. It escapes quotes and backslashes, so a
    // search for those goes without it.
    if (!/["\\\p{Cc}]/u.test(query.search)) parts.push(`r.cells::text ilike ${pattern}`)
    parts.push(`exists (select from jsonb_each_text(r.cells) cell where cell.value ilike ${pattern})`)
  }
  return parts.join(' and ')
}

/**
 * The expression over `rows r` to sort by, and its type. A list is sorted by the text that a person sees. Null sorts by
 * the order of the list.
 */
export function sortKeyOf(
  sort: RowQuery['sort'],
  kinds: ReadonlyMap<string, ColumnKind>,
  parameters: Parameters,
): { sql: string; type: 'numeric' | 'text' } | null {
  const kind = sort && kinds.get(sort.column)
  if (!sort || !kind) return null
  const column = parameters.add(sort.column)
  if (COLUMN_TYPES[kind].sortAs !== 'number') return { sql: `nullif(lower(${textOf(kind, column)}), '')`, type: 'text' }
  const cell = `(r.cells -> ${column}::text)`
  return { sql: `case when jsonb_typeof(${cell}) = 'number' then ${cell}::numeric end`, type: 'numeric' }
}
