import { createHash } from 'node:crypto'
import type { Filter } from '@enrichify/contracts'
import type { OrderBasis, RowQuery } from '@enrichify/database'
import { comparisonProblem, Refused, type ColumnKind } from '@enrichify/domain'

export function readSort(sort: string | undefined): { column: string; direction: 'asc' | 'desc' } | null {
  const [column, direction] = sort?.split(':') ?? []
  return column ? { column, direction: direction === 'desc' ? 'desc' : 'asc' } : null
}

/** What a window is cut from: the query, its name, and what decides which rows it has where. */
export interface View {
  query: RowQuery
  /** Equal for equal queries over columns of the same types. */
  hash: string
  basis: OrderBasis
  /** All rows in the order of the list. */
  isList: boolean
}

/** @throws Refused `bad_filter` when a filter compares with something that is not of its column's type */
export function requireComparable(filters: readonly Filter[], kinds: ReadonlyMap<string, ColumnKind>): void {
  for (const filter of filters) {
    const kind = kinds.get(filter.column)
    const problem = kind && comparisonProblem(filter, kind)
    if (!problem) continue
    throw new Refused('bad_filter', `The filter’s value “${filter.value ?? ''}” ${problem}.`, 'invalid')
  }
}

/**
 * Filters and a sort over columns that are gone have no effect, so a stale link still opens.
 *
 * @throws Refused `bad_filter`
 */
export function viewOf(
  input: { filter?: Filter[] | undefined; sort?: string | undefined; search?: string | undefined },
  kinds: ReadonlyMap<string, ColumnKind>,
): View {
  const filter = (input.filter ?? []).filter(({ column }) => kinds.has(column))
  requireComparable(filter, kinds)
  const search = input.search?.trim() || null
  const asked = readSort(input.sort)
  const sort = asked && kinds.has(asked.column) ? asked : null
  const columns = [...new Set([...filter.map(({ column }) => column), ...(sort ? [sort.column] : [])])]
  const parts = [
    filter.map(({ column, op, value }) => [column, op, value ?? '']),
    search,
    sort && [sort.column, sort.direction],
    columns.map((column) => kinds.get(column)),
  ]
  return {
    query: { filter, search, sort },
    hash: createHash('sha256').update(JSON.stringify(parts)).digest('base64url'),
    basis: {
      columns: search === null ? columns : null,
      stale: filter.some(({ op, value }) => op === 'flag' && value !== 'conflict'),
    },
    isList: filter.length === 0 && search === null && sort === null,
  }
}

/**
 * The place where the next window begins. A place in an order stays what it is while rows change. `after` is the last
 * row before it, for views in the order of the list: there it leads on when the order is lost.
 */
export interface RowCursor {
  order?: string | undefined
  offset?: number | undefined
  after?: number | undefined
}

export const makeCursor = (place: RowCursor): string => Buffer.from(JSON.stringify(place)).toString('base64url')

export function readCursor(text: string): RowCursor {
  try {
    const { order, offset, after } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
    const cursor: RowCursor = {
      ...(typeof order === 'string' && UUID.test(order) && { order }),
      ...(isPlace(offset) && { offset }),
      ...(isPlace(after) && { after }),
    }
    if (cursor.offset !== undefined || cursor.after !== undefined) return cursor
  } catch {
    // Falls through to the refusal below.
  }
  throw new Refused('bad_cursor', 'This cursor is not valid. Start again without a cursor.', 'invalid')
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const isPlace = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
