import type { Filter } from '@enrichify/contracts'
import { COLUMN_TYPES, type ColumnKind } from '@enrichify/domain'

/** Collects bound values. Names and values of users never become SQL text. */
export class Parameters {
  readonly values: unknown[] = []
  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/**
 * The condition of one filter over `rows r`. Filters over deleted columns match everything, so a stale link still
 * opens.
 */
function condition(filter: Filter, kind: ColumnKind | undefined, parameters: Parameters): string {
  if (kind === undefined) return 'true'
  const column = parameters.add(filter.column)
  const text = `(r.cells ->> ${column}::text)`
  const value = filter.value ?? ''
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
      return `lower(${text}) = lower(${parameters.add(value)})`
    case 'not_equals':
      return `lower(coalesce(${text}, '')) <> lower(${parameters.add(value)})`
    case 'greater':
    case 'less': {
      const sign = filter.op === 'greater' ? '>' : '<'
      if (kind !== 'number') return `${text} ${sign} ${parameters.add(value)}`
      const number = Number(value)
      return Number.isFinite(number)
        ? `case when jsonb_typeof(r.cells -> ${column}::text) = 'number'
             then (r.cells -> ${column}::text)::numeric ${sign} ${parameters.add(number)}::float8::numeric
           end`
        : 'false'
    }
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

/** The expression over `rows r` to sort by. Null sorts by the order of the list. */
export function sortKeyOf(
  sort: RowQuery['sort'],
  kinds: ReadonlyMap<string, ColumnKind>,
  parameters: Parameters,
): string | null {
  const kind = sort && kinds.get(sort.column)
  if (!sort || !kind) return null
  const column = `${parameters.add(sort.column)}::text`
  return COLUMN_TYPES[kind].sortAs === 'number'
    ? `case when jsonb_typeof(r.cells -> ${column}) = 'number' then (r.cells -> ${column})::numeric end`
    : `nullif(lower(r.cells ->> ${column}), '')`
}
