const PAGE = 100
/** Ids of about 200,000 rows. A place that is forgotten is asked for again. */
const MOST_PAGES = 2000

/** Which row is at which place of a view, as the server cut it. No row of it moves: a newer order is another one. */
export class RowOrder {
  readonly id: string
  /** How many rows the server has put in order. */
  readonly #length: number
  /** Rows that are gone since the order was made. Their places stay. */
  readonly gone = new Set<number>()
  readonly #pages = new Map<number, readonly number[]>()
  readonly #places = new Map<number, number>()
  readonly #added: number[] = []

  constructor(id: string, length: number) {
    this.id = id
    this.#length = length
  }

  get total(): number {
    return this.#length + this.#added.length
  }

  /** A row that this page has added comes last, whether it fits the view or not, until the order is made anew. */
  append(rowId: number): void {
    if (this.placeOf(rowId) === undefined) this.#added.push(rowId)
  }

  /** Returns whether any of the rows has a place here. */
  remove(rowIds: readonly number[]): boolean {
    const here = rowIds.filter((id) => this.placeOf(id) !== undefined)
    for (const id of here) this.gone.add(id)
    return here.length > 0
  }

  /** Returns whether any of the rows was gone. */
  bringBack(rowIds: readonly number[]): boolean {
    return rowIds.filter((id) => this.gone.delete(id)).length > 0
  }

  has(page: number): boolean {
    return this.#pages.has(page)
  }

  idsOf(page: number): readonly number[] | undefined {
    return this.#pages.get(page)
  }

  idAt(place: number): number | undefined {
    return place >= this.#length
      ? this.#added[place - this.#length]
      : this.#pages.get(Math.floor(place / PAGE))?.[place % PAGE]
  }

  placeOf(rowId: number): number | undefined {
    const place = this.#places.get(rowId)
    if (place !== undefined) return place
    const added = this.#added.indexOf(rowId)
    return added < 0 ? undefined : this.#length + added
  }

  /** `here`: the rows of the page that are not gone. */
  put(page: number, ids: readonly number[], here: ReadonlySet<number>): void {
    this.#forget(page)
    for (const id of ids)
      if (here.has(id)) this.gone.delete(id)
      else this.gone.add(id)
    this.#pages.set(page, ids)
    ids.forEach((id, index) => this.#places.set(id, page * PAGE + index))
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > MOST_PAGES && oldest !== undefined) this.#forget(oldest)
  }

  #forget(page: number): void {
    for (const id of this.#pages.get(page) ?? []) this.#places.delete(id)
    this.#pages.delete(page)
  }

  static readonly pageSize = PAGE
}
