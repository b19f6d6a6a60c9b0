import { COLUMN_TYPES, type CellValue, type ColumnKind } from '@enrichify/domain'
import type { Cell, Column, Entry, ModelAction, ModelOutcome, Row, Stayed, Step } from './sheet-model-parts.ts'

const NO_CELL: Cell = { value: null, state: null }
const nothing = (): Omit<Step, 'version'> => ({ cells: [], added: [], removed: [], shown: [], hidden: [] })

/** What commands do to a sheet, as plainly as it can be said: the rule that the server is held against. */
export class SheetModel {
  readonly rows = new Map<number, Row>()
  readonly actions: ModelAction[] = []
  /** Latest change of the webset. */
  version = 0
  name = ''
  /** In their order, also those in the trash. */
  columns: Column[] = []
  #entries: Entry[] = []
  #step: Omit<Step, 'version'> = nothing()
  #refused: Stayed[] = []

  get visible(): Column[] {
    return this.columns.filter(({ isDeleted }) => !isDeleted)
  }

  cell(rowId: number, columnId: string): Cell {
    return this.rows.get(rowId)?.cells.get(columnId) ?? NO_CELL
  }

  column(id: string): Column | null {
    return this.visible.find((column) => column.id === id) ?? null
  }

  /** A new command. `id` names its action. */
  act(by: string, id: string, work: () => number, column: ModelAction['column'] = null): ModelOutcome {
    const [step, size, { length: refused }] = this.#record(work)
    if (size === 0) return { size, refused }
    const { version } = step
    const stayed = { undo: [], redo: [] }
    const action = { id, by, isUndone: false, last: step, column, first: version, doneAt: version, stayed }
    this.actions.push(action)
    this.#enter(step, by, action, false)
    return { size, refused }
  }

  undo(by: string, action: ModelAction): ModelOutcome {
    if (action.isUndone) return { size: 0, refused: 1 }
    return this.#reverse(by, action, true)
  }

  redo(by: string, action: ModelAction): ModelOutcome {
    if (!action.isUndone) return { size: 0, refused: 1 }
    return this.#reverse(by, action, false)
  }

  /** @param base the version that the person saw: what others changed since is refused */
  write(by: string, rowId: number, columnId: string, after: Cell, base: number | null): number {
    const row = this.rows.get(rowId)
    if (!row || row.isDeleted) return this.refuse()
    const before = this.cell(rowId, columnId)
    if (isSame(before, after)) return 0
    const isTheirs = (entry: Entry) =>
      entry.rowId === rowId && entry.columnId === columnId && entry.version > base! && entry.by !== by
    if (base !== null && this.#entries.some(isTheirs)) return this.refuse()
    row.cells.set(columnId, after)
    this.#step.cells.push({ rowId, columnId, before, after })
    return 1
  }

  refuse(row: Stayed = null): 0 {
    this.#refused.push(row)
    return 0
  }

  addRow(cells: Record<string, CellValue>): number {
    const id = this.rows.size + 1
    const filled = Object.entries(cells).map(([columnId, value]): [string, Cell] => [columnId, { value, state: null }])
    this.rows.set(id, { id, isDeleted: false, cells: new Map(filled) })
    this.#step.added.push(id)
    return 1
  }

  moveRows(ids: Iterable<number>, isDeleted: boolean): number {
    let size = 0
    for (const id of new Set(ids)) {
      const row = this.rows.get(id)
      if (!row || row.isDeleted === isDeleted) continue
      row.isDeleted = isDeleted
      this.#step[isDeleted ? 'removed' : 'added'].push(id)
      size++
    }
    return size
  }

  addColumn(name: string, kind: ColumnKind): number {
    const id = `c${this.columns.length + 1}`
    this.columns.push({ id, name, kind, isAnswered: false, isDeleted: false })
    this.#step.shown.push(id)
    return 1
  }

  moveColumns(ids: readonly string[], isDeleted: boolean): number {
    const moved = this.columns.filter((column) => ids.includes(column.id) && column.isDeleted !== isDeleted)
    for (const column of moved) column.isDeleted = isDeleted
    this.#step[isDeleted ? 'hidden' : 'shown'].push(...moved.map(({ id }) => id))
    return moved.length
  }

  rename(name: string): number {
    if (name === this.name) return 0
    this.#step.name = { from: this.name, to: name }
    this.name = name
    return 1
  }

  updateColumn(by: string, columnId: string, { position, ...change }: Partial<Column> & { position?: number }): number {
    const column = this.column(columnId)!
    const to = Object.fromEntries(
      Object.entries(change).filter(([key, value]) => column[key as keyof Column] !== value),
    ) as Partial<Column>
    const before = { ...column }
    if (Object.keys(to).length) {
      const from = Object.fromEntries(Object.keys(to).map((key) => [key, before[key as keyof Column]]))
      this.#step.update = { columnId, from, to }
      Object.assign(column, to)
    }
    const converted = to.kind ? this.#convert(by, before, column) : 0
    const { visible } = this
    if (position !== undefined && visible.indexOf(column) !== position) {
      const others = this.columns.filter((other) => other !== column)
      const next = others.filter(({ isDeleted }) => !isDeleted)[position]
      this.#place(columnId, next ? others.indexOf(next) : others.length)
    }
    return (this.#step.update || this.#step.move ? 1 : 0) + converted
  }

  /** Returns how many cells have another value now. */
  #convert(by: string, before: Column, after: Column): number {
    let converted = 0
    for (const { id, isDeleted } of this.rows.values()) {
      const { value } = this.cell(id, after.id)
      if (isDeleted || value === null) continue
      const parsed = COLUMN_TYPES[after.kind].parse(COLUMN_TYPES[before.kind].format(value), {})
      if (parsed.ok) converted += this.write(by, id, after.id, { value: parsed.value, state: null }, null)
    }
    return converted
  }

  #place(columnId: string, to: number): void {
    const from = this.columns.findIndex(({ id }) => id === columnId)
    const [column] = this.columns.splice(from, 1)
    this.columns.splice(to, 0, column!)
    this.#step.move = { columnId, from, to }
  }

  #record(work: () => number): [step: Step, size: number, refused: Stayed[]] {
    this.#step = nothing()
    this.#refused = []
    const size = work()
    if (size > 0) this.version++
    return [{ ...this.#step, version: this.version }, size, this.#refused]
  }

  #enter(step: Step, by: string, action: ModelAction, isUndo: boolean): void {
    for (const { rowId, columnId } of step.cells)
      this.#entries.push({ version: step.version, by, rowId, columnId, action, isUndo })
  }

  #reverse(by: string, action: ModelAction, isUndo: boolean): ModelOutcome {
    const [step, size, refused] = this.#record(() => this.#takeBack(by, action))
    if (size > 0 || refused.length === 0) {
      action.isUndone = isUndo
      action.last = step
    }
    if (size > 0 && !isUndo) action.doneAt = step.version
    this.#enter(step, by, action, isUndo)
    if (size === 0) return { size, refused: refused.length }
    const direction = isUndo ? 'undo' : 'redo'
    const isThere = (row: Stayed) => row === null || !this.rows.get(row)!.isDeleted
    action.stayed[direction] = [...refused, ...action.stayed[direction].filter(isThere)]
    return { size, refused: action.stayed[direction].length }
  }

  /** What others have done since stays. */
  #takeBack(by: string, { first, last: done }: ModelAction): number {
    /** Earlier work was there when the action was done, also if it was taken back and done again since. */
    const isTheirs = (other: ModelAction) => !other.isUndone && other.first > first
    const isWork = (entry: Entry) =>
      entry.version > done.version && entry.by !== by && !entry.isUndo && isTheirs(entry.action)
    const theirRow = (id: number) => this.#entries.some((entry) => isWork(entry) && entry.rowId === id)
    const theirUpdates = (id: string) =>
      this.actions.filter(
        (other) => other.column?.id === id && other.by !== by && isTheirs(other) && other.doneAt > done.version,
      )
    const theirColumn = (id: string) =>
      theirUpdates(id).length > 0 || this.#entries.some((entry) => isWork(entry) && entry.columnId === id)
    let size = 0
    const isTheirRow = (id: number) => !this.rows.get(id)!.isDeleted && theirRow(id)
    const isTheirColumn = (id: string) => this.column(id) !== null && theirColumn(id)
    size += this.moveColumns(done.hidden, false)
    size += this.moveColumns(
      done.shown.filter((id) => this.#isFree(isTheirColumn(id))),
      true,
    )
    size += this.moveRows(done.removed, false)
    size += this.moveRows(
      done.added.filter((id) => this.#isFree(isTheirRow(id), id)),
      true,
    )
    if (done.name) size += this.name === done.name.to ? this.rename(done.name.from) : this.refuse()
    const [changed, keepsCells] = this.#updateBack(done, (id) =>
      theirUpdates(id).some((other) => other.column!.isMoved),
    )
    size += changed
    if (keepsCells) return size
    for (const { rowId, columnId, before, after } of done.cells) {
      const isThere = this.column(columnId) !== null && this.rows.get(rowId)?.isDeleted === false
      if (isThere && isSame(this.cell(rowId, columnId), after)) size += this.write(by, rowId, columnId, before, null)
      else this.refuse(isThere ? rowId : null)
    }
    return size
  }

  #isFree(isTheirs: boolean, row: Stayed = null): boolean {
    if (isTheirs) this.refuse(row)
    return !isTheirs
  }

  #updateBack({ update, move }: Step, isMovedByOthers: (id: string) => boolean): [size: number, keepsCells: boolean] {
    const columnId = update?.columnId ?? move?.columnId
    if (!columnId) return [0, false]
    const column = this.column(columnId)
    if (!column) return [this.refuse(), true]
    const keys = Object.keys(update?.to ?? {}) as (keyof Column)[]
    const same = keys.filter((key) => this.#isFree(column[key] !== update!.to[key]))
    const pick = (from: Partial<Column>) => Object.fromEntries(same.map((key) => [key, from[key]])) as Partial<Column>
    if (same.length) {
      this.#step.update = { columnId, from: pick(update!.to), to: pick(update!.from) }
      Object.assign(column, pick(update!.from))
    }
    if (move && this.#isFree(isMovedByOthers(columnId))) this.#place(columnId, move.from)
    return [this.#step.update || this.#step.move ? 1 : 0, keys.includes('kind') && !same.includes('kind')]
  }
}

function isSame(one: Cell, other: Cell): boolean {
  return one.value === other.value && one.state === other.state
}
