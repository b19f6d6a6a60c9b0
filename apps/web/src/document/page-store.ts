import type { CellUpdate, Row } from '@enrichify/contracts'

interface Page {
  rows: Row[]
  fresh: boolean
}

/** Pages of rows by number, with an index from row id to place. The longest unused page is forgotten first. */
export class PageStore {
  // A Map has the order of insertion: putting a page in again makes it the youngest.
  private readonly pages = new Map<number, Page>()
  private readonly places = new Map<number, number>()
  private readonly pageSize: number
  private readonly maxPages: number
  constructor(pageSize: number, maxPages: number) {
    this.pageSize = pageSize
    this.maxPages = maxPages
  }

  get size(): number {
    return this.pages.size
  }

  has(page: number): boolean {
    return this.pages.has(page)
  }

  isFresh(page: number): boolean {
    return this.pages.get(page)?.fresh === true
  }

  rowAt(index: number): Row | undefined {
    return this.pages.get(Math.floor(index / this.pageSize))?.rows[index % this.pageSize]
  }

  indexOf(rowId: number): number | undefined {
    return this.places.get(rowId)
  }

  pagesOf(first: number, last: number): number[] {
    const from = Math.floor(Math.max(0, first) / this.pageSize)
    const to = Math.floor(Math.max(0, last) / this.pageSize)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  }

  put(page: number, rows: Row[], fresh: boolean): void {
    this.forget(page)
    this.pages.set(page, { rows, fresh })
    rows.forEach((row, index) => this.places.set(row.id, page * this.pageSize + index))
  }

  /** Returns the place of the row, if it is loaded. */
  patch(update: CellUpdate): number | undefined {
    const index = this.places.get(update.rowId)
    if (index === undefined) return undefined
    const page = this.pages.get(Math.floor(index / this.pageSize))
    const row = page?.rows[index % this.pageSize]
    if (!page || row?.id !== update.rowId) return undefined
    // A new object, because the old one may be in use.
    page.rows[index % this.pageSize] = {
      ...row,
      cells: { ...row.cells, [update.columnId]: update.value },
      marks: { ...row.marks, [update.columnId]: update.mark },
    }
    return index
  }

  markStale(): void {
    for (const page of this.pages.values()) page.fresh = false
  }

  /** Forgets the longest unused pages beyond the limit, but none that is on the screen. */
  evict(visible: readonly number[]): void {
    for (const page of visible) {
      const known = this.pages.get(page)
      if (!known) continue
      this.pages.delete(page)
      this.pages.set(page, known)
    }
    for (const page of this.pages.keys()) {
      if (this.pages.size <= this.maxPages) return
      if (!visible.includes(page)) this.forget(page)
    }
  }

  private forget(page: number): void {
    for (const [index, row] of (this.pages.get(page)?.rows ?? []).entries()) {
      // After a change of order the row may already be in another page.
      if (this.places.get(row.id) === page * this.pageSize + index) this.places.delete(row.id)
    }
    this.pages.delete(page)
  }
}
