import type { CellUpdate, Row } from '@enrichify/contracts'
import { CellRejections } from './cell-rejections.ts'
import { PageStore } from './page-store.ts'

export interface RowPage {
  rows: Row[]
  total: number
}
export type LoadRows = (offset: number, limit: number, signal: AbortSignal) => Promise<RowPage>

/** What a view has to repaint. `live`: someone else made the change, so it is highlighted. */
export type RowsChange =
  | { kind: 'all' }
  | { kind: 'rows'; first: number; last: number }
  | { kind: 'cells'; cells: { index: number; columnId: string }[]; live: boolean }

export interface RowsStatus {
  /** Null until the first answer. */
  total: number | null
  error: unknown
  loading: boolean
}

export interface RowWindowsOptions {
  load: LoadRows
  pageSize?: number
  maxPages?: number
  debounceMs?: number
  /** Shared by all views of a webset, so that sorting does not lose what was typed. */
  rejections?: CellRejections
  /** Starts a timer and returns how to stop it; the tests bring their own. */
  schedule?: (run: () => void, ms: number) => () => void
}

interface Request {
  abort: AbortController
  generation: number
  /** Patches after this number are newer than what the request brings. */
  patchesSeen: number
  done: Promise<void>
}

function schedule(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/**
 * The rows of one view (filter, sort, search), in pages by offset that are fetched when they come on the screen.
 * It knows no grid: a view says what it shows, asks for rows by index, and is told what changed.
 * Old pages stay on the screen while newer ones are on their way.
 */
export class RowWindows {
  readonly rejections: CellRejections
  private readonly pages: PageStore
  private readonly requests = new Map<number, Request>()
  private readonly listeners = new Set<(change: RowsChange) => void>()
  private readonly statusListeners = new Set<() => void>()
  private readonly failed = new Map<number, unknown>()
  private patches: CellUpdate[] = []
  private current: RowsStatus = { total: null, error: null, loading: false }
  private visible: [number, number] = [0, 0]
  private generation = 0
  private closed = false
  private stopTimer: (() => void) | null = null
  private readonly options: Required<RowWindowsOptions>

  constructor(options: RowWindowsOptions) {
    this.options = {
      pageSize: 100,
      maxPages: 60,
      debounceMs: 40,
      schedule,
      rejections: new CellRejections(),
      ...options,
    }
    this.rejections = this.options.rejections
    this.pages = new PageStore(this.options.pageSize, this.options.maxPages)
  }

  status = (): RowsStatus => this.current
  rowAt = (index: number): Row | undefined => this.pages.rowAt(index)
  indexOf = (rowId: number): number | undefined => this.pages.indexOf(rowId)

  subscribe = (listener: (change: RowsChange) => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  subscribeStatus = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener)
    return () => this.statusListeners.delete(listener)
  }

  /** The view shows these rows now. Nothing is fetched while it is still scrolling. */
  show = (first: number, last: number): void => {
    this.visible = [Math.max(0, first), Math.max(first, last)]
    this.fetchSoon()
  }

  /** Rows `first` to `last`, fetched if necessary: for copying and pasting beyond the screen. */
  async rows(first: number, last: number): Promise<Row[]> {
    const wanted = this.pages.pagesOf(first, last)
    await Promise.all(wanted.filter((page) => !this.pages.has(page)).map((page) => this.fetch(page).done))
    const found: Row[] = []
    for (let index = first; index <= last; index++) {
      const row = this.pages.rowAt(index)
      if (row) found.push(row)
    }
    return found
  }

  /** Cells changed; `live`: by someone else. Rows that are not loaded will be fresh when they are. */
  patch(updates: readonly CellUpdate[], live: boolean): void {
    if (this.requests.size > 0) this.patches.push(...updates)
    const cells = updates.flatMap((update) => {
      const index = this.pages.patch(update)
      return index === undefined ? [] : [{ index, columnId: update.columnId }]
    })
    if (cells.length > 0) this.emit({ kind: 'cells', cells, live })
  }

  /** Rows came, went or moved: what is on the screen is read again now, the rest when it is looked at. */
  invalidate(total?: number): void {
    this.generation++
    this.failed.clear()
    this.pages.markStale()
    if (total !== undefined && this.current.total !== null && total !== this.current.total) {
      this.move({ total })
      this.emit({ kind: 'all' })
    }
    this.fetchSoon()
  }

  retry(): void {
    this.failed.clear()
    this.move({ error: null })
    this.fetchSoon()
  }

  /** After `close`: React mounts twice in development. */
  open(): void {
    this.closed = false
    this.fetchSoon()
  }

  close(): void {
    this.closed = true
    this.stopTimer?.()
    for (const request of this.requests.values()) request.abort.abort()
  }

  private fetchSoon(): void {
    this.stopTimer?.()
    if (this.closed) return
    // The first rows are fetched at once.
    const delay = this.current.total === null && this.requests.size === 0 ? 0 : this.options.debounceMs
    this.stopTimer = this.options.schedule(() => this.fetchVisible(), delay)
  }

  private fetchVisible(): void {
    this.stopTimer = null
    const end =
      this.current.total === null ? this.visible[1] : Math.min(this.visible[1], Math.max(0, this.current.total - 1))
    const wanted = new Set(this.pages.pagesOf(Math.min(this.visible[0], end), end))
    for (const [page, request] of this.requests) if (!wanted.has(page)) request.abort.abort()
    for (const page of wanted) {
      if (this.pages.isFresh(page) || this.requests.has(page) || this.failed.has(page)) continue
      void this.fetch(page)
    }
  }

  private fetch(page: number): Request {
    const running = this.requests.get(page)
    if (running) return running
    const request: Request = {
      abort: new AbortController(),
      generation: this.generation,
      patchesSeen: this.patches.length,
      done: Promise.resolve(),
    }
    this.requests.set(page, request)
    request.done = this.receive(page, request)
    this.move({ loading: true })
    return request
  }

  private async receive(page: number, request: Request): Promise<void> {
    const { pageSize } = this.options
    try {
      const answer = await this.options.load(page * pageSize, pageSize, request.abort.signal)
      if (request.abort.signal.aborted) return
      this.pages.put(page, answer.rows, request.generation === this.generation)
      for (const update of this.patches.slice(request.patchesSeen)) this.pages.patch(update)
      const totalChanged = answer.total !== this.current.total
      this.move({ total: answer.total, error: null })
      this.emit(
        totalChanged ? { kind: 'all' } : { kind: 'rows', first: page * pageSize, last: page * pageSize + pageSize - 1 },
      )
    } catch (error) {
      if (request.abort.signal.aborted) return
      // Not asked again while scrolling: that would not help a broken server.
      this.failed.set(page, error)
      this.move({ error })
    } finally {
      this.requests.delete(page)
      if (this.requests.size === 0) this.patches = []
      this.move({ loading: this.requests.size > 0 })
      this.pages.evict(this.pages.pagesOf(...this.visible))
      if (request.abort.signal.aborted || request.generation !== this.generation) this.fetchSoon()
    }
  }

  private emit(change: RowsChange): void {
    for (const listener of this.listeners) listener(change)
  }

  private move(next: Partial<RowsStatus>): void {
    this.current = { ...this.current, ...next }
    for (const listener of this.statusListeners) listener()
  }
}
