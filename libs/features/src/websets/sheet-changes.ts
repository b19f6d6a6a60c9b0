import type { CellUpdate, SheetChange } from '@enrichify/contracts'
import { WebsetRepository, type MovedRows, type Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { LiveService } from '../live/live.service.ts'

/** More cells than this are not sent one by one: windows are read again. */
const NAMED_CELLS = 10_000

/** Who changes the sheet: the page that sent the command, and the person with their name; and what is reverted. */
export interface Origin {
  clientId: string | null
  by: string | null
  userId: string | null
  /** The action that is taken back or done again. */
  reverted: string | null
}

interface Part {
  cells?: readonly CellUpdate[]
  /** Rows that came (`added`) or went. */
  rows?: { kind: 'added' | 'removed'; moved: Pick<MovedRows, 'count' | 'ids'> }
  /** Name, columns or settings. */
  columns?: boolean
  /** Marks changed that no change of a value tells of. */
  marks?: boolean
  /** Cells became stale, or are no longer. */
  stale?: boolean
}

/** Everything that one transaction changes in one webset, until it has a version. */
class OpenChange {
  /** Null: too many. */
  cells: Map<string, CellUpdate> | null = new Map()
  rows: SheetChange['rows'] = null
  columns = false
  marks = false
  stale = false
  origin: Origin = { clientId: null, by: null, userId: null, reverted: null }
  version: number | null = null
  rowCount = 0
  readonly waiting: ((version: number) => Promise<void>)[] = []

  add({ cells = [], rows, columns = false, marks = false, stale = false }: Part): void {
    for (const cell of cells) this.cells?.set(`${cell.rowId}:${cell.columnId}`, cell)
    if (this.cells && this.cells.size > NAMED_CELLS) this.cells = null
    this.columns ||= columns
    this.marks ||= marks
    this.stale ||= stale
    if (!rows || rows.moved.count === 0) return
    if (rows.moved.ids === null || this.rows === 'many') this.rows = 'many'
    else {
      this.rows ??= { added: [], removed: [] }
      this.rows[rows.kind].push(...rows.moved.ids)
    }
  }

  get named(): CellUpdate[] | null {
    return this.cells && [...this.cells.values()]
  }
}

/**
 * Gives each transaction that changes a webset one version, and tells watchers after the commit. The version is raised
 * as late as possible: from then on, others who change this webset wait.
 */
@Injectable()
export class SheetChanges {
  readonly #open = new WeakMap<Tx, Map<string, OpenChange>>()

  constructor(
    private readonly websets: WebsetRepository,
    private readonly live: LiveService,
  ) {}

  /** Notes a part of what the transaction changes. */
  async note(tx: Tx, websetId: string, part: Part): Promise<void> {
    this.#of(tx, websetId).add(part)
  }

  /** @param write what must carry the version, run as soon as it is known */
  async withVersion(tx: Tx, websetId: string, write: (version: number) => Promise<void>): Promise<void> {
    const open = this.#of(tx, websetId)
    if (open.version === null) open.waiting.push(write)
    else await write(open.version)
  }

  /** Everything noted from now on comes from here. */
  setOrigin(tx: Tx, websetId: string, origin: Origin): void {
    this.#of(tx, websetId).origin = origin
  }

  /** The version that this transaction makes, and what it changed. Null: it has changed nothing. */
  async close(
    tx: Tx,
    websetId: string,
  ): Promise<{ version: number; cells: CellUpdate[] | null; rows: SheetChange['rows'] } | null> {
    const open = this.#open.get(tx)?.get(websetId)
    if (!open || !isChanged(open)) return null
    await this.#raise(tx, websetId, open)
    return { version: open.version!, cells: open.named, rows: open.rows }
  }

  #of(tx: Tx, websetId: string): OpenChange {
    let all = this.#open.get(tx)
    if (!all) this.#open.set(tx, (all = new Map()))
    const known = all.get(websetId)
    if (known) return known
    const open = new OpenChange()
    all.set(websetId, open)
    tx.beforeCommit(async () => {
      if (isChanged(open)) await this.#raise(tx, websetId, open)
    })
    tx.afterCommit(() => {
      if (open.version !== null) this.live.sheetChanged(tx.workspaceId, websetId, present(open, open.version))
    })
    return open
  }

  async #raise(tx: Tx, websetId: string, open: OpenChange): Promise<void> {
    if (open.version === null) {
      const raised = await this.websets.raiseVersion(tx, websetId, {
        rows: open.rows !== null || open.marks,
        columns: open.columns,
        stale: open.stale,
      })
      open.version = raised.version
      open.rowCount = raised.rowCount
    }
    for (const write of open.waiting.splice(0)) await write(open.version)
  }
}

function isChanged({ cells, rows, columns, marks, stale, waiting }: OpenChange): boolean {
  return cells?.size !== 0 || rows !== null || columns || marks || stale || waiting.length > 0
}

function present(open: OpenChange, version: number): SheetChange {
  return {
    version,
    ...open.origin,
    cells: open.named,
    rows: open.rows,
    columns: open.columns,
    total: open.rows === null ? null : open.rowCount,
  }
}
