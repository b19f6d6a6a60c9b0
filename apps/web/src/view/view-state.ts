import { FILTER_OPERATORS, type Filter } from '@enrichify/contracts'
import { useMemo, useRef } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'

/** What of the sheet is shown. It is in the address, so that a link shows the same to someone else. */
export interface SheetView {
  search: string
  sort: string | null
  filters: Filter[]
}

export interface OpenCell {
  rowId: number
  columnId: string
}

export function readView(params: URLSearchParams): SheetView {
  const sort = params.get('sort')
  return {
    search: params.get('q') ?? '',
    sort: sort !== null && /^c\d+:(?:asc|desc)$/.test(sort) ? sort : null,
    filters: readFilters(params.get('filter')),
  }
}

// An address may be typed, or cut off by a mail program: what is not a filter is left out.
function readFilters(text: string | null): Filter[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.filter(isFilter) : []
  } catch {
    return []
  }
}

// Checked by hand: the contract's schema would bring zod into the first load of every screen.
function isFilter(item: unknown): item is Filter {
  const { column, op, value } = (item ?? {}) as Record<string, unknown>
  return (
    typeof column === 'string' &&
    FILTER_OPERATORS.some((operator) => operator === op) &&
    (value === undefined || typeof value === 'string')
  )
}

export function readOpenCell(params: URLSearchParams): OpenCell | null {
  const match = /^(\d+)\.(c?\w+)$/.exec(params.get('cell') ?? '')
  return match?.[1] && match[2] ? { rowId: Number(match[1]), columnId: match[2] } : null
}

/** What the browser keeps of an entry of its history in which a panel was opened: the address before. */
interface PanelEntry {
  from: string
}

function withoutCell(params: URLSearchParams): string {
  const rest = new URLSearchParams(params)
  rest.delete('cell')
  return rest.toString()
}

export function useSheetView() {
  const [params, setParams] = useSearchParams()
  // As text, so that opening a cell, which changes other parameters, does not make a new view.
  const [q, sort, filters] = [params.get('q') ?? '', params.get('sort') ?? '', params.get('filter') ?? '']
  const view = useMemo(() => readView(new URLSearchParams({ q, sort, filter: filters || '[]' })), [q, sort, filters])
  // The router gives the address of the last render. Two changes before the next one would lose the first.
  const seen = useRef(params)
  const latest = useRef(params)
  if (seen.current !== params) {
    // In the render, not in an effect: effects of the children run before ours, and they change the address too.
    seen.current = params
    latest.current = params
  }
  const { state } = useLocation() as { state: PanelEntry | null }
  const navigate = useNavigate()
  const change = (changes: Record<string, string | null>, opens = false) => {
    const entry = opens
      ? { state: { from: withoutCell(latest.current) } satisfies PanelEntry }
      : { replace: true, state }
    const next = new URLSearchParams(latest.current)
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === '') next.delete(key)
      else next.set(key, value)
    }
    latest.current = next
    setParams(next, entry)
  }
  /** Opening a panel is a step of the browser’s history, so that Back closes it before it leaves the page. */
  const setOpenCell = (cell: OpenCell | null) => {
    const isOpen = latest.current.has('cell')
    if (cell) return change({ cell: `${cell.rowId}.${cell.columnId}` }, !isOpen)
    if (!isOpen) return
    // Closed by hand, the step is taken back, unless the view has changed since.
    if (state?.from !== withoutCell(latest.current)) return change({ cell: null })
    latest.current = new URLSearchParams(state.from)
    void navigate(-1)
  }
  return {
    view,
    openCell: readOpenCell(params),
    importId: params.get('import'),
    /** A chat's id, `latest` or `new`; null: the panel is closed. */
    chat: params.get('chat'),
    setSearch: (text: string) => change({ q: text }),
    setSort: (columnId: string, direction: 'asc' | 'desc' | null) =>
      change({ sort: direction && `${columnId}:${direction}` }),
    setFilters: (list: Filter[]) => change({ filter: list.length > 0 ? JSON.stringify(list) : null }),
    /** Filters and order in one change of the address. */
    setShown: (list: Filter[], sort: string | null) =>
      change({ filter: list.length > 0 ? JSON.stringify(list) : null, sort }),
    /** Opening the chat closes a cell's panel. */
    setChat: (id: string | null) => change({ chat: id, ...(id === null ? {} : { cell: null }) }),
    setOpenCell,
    setImport: (id: string | null) => change({ import: id }),
  }
}
export type SheetViewState = ReturnType<typeof useSheetView>
