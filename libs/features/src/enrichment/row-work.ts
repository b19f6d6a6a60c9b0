import type { CellStateRow, ColumnEntity, EvidenceRow, RunEntity, StoredRow, Tx } from '@enrichify/database'
import {
  findEntity,
  findSite,
  formulaValue,
  isAmong,
  isEmptied,
  Patience,
  textOf,
  type CellValue,
  type RowEntity,
  type RowSite,
  type Scope,
} from '@enrichify/domain'
import type { ReadPageOptions, SiteReading } from '../pages/site-reader.ts'
import type { RowPlan } from './row-plan.ts'
import type { FoundValue } from './rungs/rung.ts'

/** So long may one host keep a row waiting, over all pages and tries. */
const HOST_PATIENCE_MS = 30_000

/** People's verdicts so far: examples per column, and how far each source is trusted. */
export interface Feedback {
  examples: ReadonlyMap<string, { rowId: number; value: CellValue; quote: string }[]>
  /** 0…1; 0.5 for sources without a verdict. */
  trust: ReadonlyMap<string, number>
}

/** What is the same for all rows of a batch. */
export interface RunFrame {
  run: RunEntity
  archiveId: string | null
  plan: RowPlan
  /** All columns of the webset. */
  columns: readonly ColumnEntity[]
  feedback: Feedback
  /** Cells as they were when the batch was leased, by `row:column`. */
  stored: ReadonlyMap<string, CellStateRow>
  /** Cells that people judged right then, by `row:column`. */
  approved: ReadonlySet<string>
  /** The values that people judged wrong, by `row:column`. */
  rejected: ReadonlyMap<string, readonly CellValue[]>
  evidence: ReadonlyMap<string, EvidenceRow>
}

/**
 * One row while it is worked on. Its cells grow as its columns are answered, and its site is read once, on first use.
 */
export class RowWork {
  readonly cells: Record<string, CellValue>
  /** What this run has found for the row so far. */
  readonly found = new Map<string, FoundValue>()
  readonly site: RowSite | null
  /** The identity of the row, which pages are bound to. */
  readonly entity: RowEntity
  readonly #patience = new Patience(HOST_PATIENCE_MS)
  #reading: Promise<SiteReading | null> | null = null

  constructor(
    readonly frame: RunFrame,
    readonly row: StoredRow,
    /** In the reserving transaction. False: another worker has the row. */
    readonly fence: (tx: Tx) => Promise<boolean>,
    readonly stop: AbortSignal,
    private readonly readSite: (site: RowSite) => Promise<SiteReading>,
  ) {
    this.cells = { ...row.cells }
    const columns = frame.plan.plainColumns.map(({ id, name, kind }) => ({ id, name, kind }))
    this.site = findSite(columns, row.cells)
    this.entity = this.site?.entity ?? findEntity(columns, row.cells)
  }

  get scope(): Scope {
    return { workspaceId: this.frame.run.workspaceId }
  }

  /** How the run allows pages to be read. */
  get pageOptions(): ReadPageOptions {
    const { run, archiveId } = this.frame
    return {
      archiveId,
      since: run.createdAt,
      storedOnly: run.mode === 'reextract',
      signal: this.stop,
      patience: this.#patience,
    }
  }

  /** Null if the row names no site. */
  reading(): Promise<SiteReading | null> {
    return (this.#reading ??= this.site ? this.readSite(this.site) : Promise.resolve(null))
  }

  /** What was read so far; reads nothing. */
  get read(): Promise<SiteReading | null> {
    return this.#reading ?? Promise.resolve(null)
  }

  stored(columnId: string): CellStateRow | null {
    return this.frame.stored.get(`${this.row.id}:${columnId}`) ?? null
  }

  /** A person said that this value is wrong for this cell. */
  isRejected(columnId: string, value: CellValue): boolean {
    return isAmong(value, this.frame.rejected.get(`${this.row.id}:${columnId}`) ?? [])
  }

  /** A person emptied the cell, and the run fills such cells. */
  fillsEmptied(columnId: string): boolean {
    return (
      this.frame.run.fillEmptied && isEmptied(this.stored(columnId)?.state ?? null, this.row.cells[columnId] ?? null)
    )
  }

  /** The cell was empty when the row was read, and a run may fill it. */
  isGap(columnId: string): boolean {
    const value = this.row.cells[columnId] ?? null
    const isEmpty = value === null || value === ''
    return isEmpty && (this.stored(columnId)?.state !== 'human' || this.fillsEmptied(columnId))
  }

  text(columnId: string): string {
    return textOf(formulaValue(this.cells[columnId] ?? null))
  }
}
