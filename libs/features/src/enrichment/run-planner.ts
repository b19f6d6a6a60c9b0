import type { RunEstimate } from '@enrichify/contracts'
import {
  ArchiveRepository,
  RowRepository,
  type ColumnEntity,
  type RowScope,
  type Tx,
  type WebsetEntity,
} from '@enrichify/database'
import { notFound, Refused, type RunMode, type RunPriority, type RunScope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { rangesOfSet } from '../websets/row-sets.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ColumnTests } from './column-tests.ts'

export interface StartRun {
  columnIds?: string[] | undefined
  scope: RunScope
  maxPages: number
  mode?: RunMode
  /** Include cells whose inputs have not changed since they were answered. */
  again?: boolean
  /** Include cells that a person emptied. */
  fillEmptied?: boolean
  /** Include columns whose plan has not passed its tests. */
  despiteTests?: boolean
  /** A limit for this run. Null: only the limits of the webset and the month. */
  budgetMicros: number | null
  priority: RunPriority
}

/** What a run covers: which columns and which rows. */
@Injectable()
export class RunPlanner {
  constructor(
    private readonly websets: WebsetsService,
    private readonly archives: ArchiveRepository,
    private readonly tests: ColumnTests,
    private readonly rows: RowRepository,
  ) {}

  /** What a run would work on. Refused with a reason if it must not start. */
  async plan(
    tx: Tx,
    websetId: string,
    { columnIds, scope, despiteTests }: Pick<StartRun, 'columnIds' | 'scope' | 'despiteTests'>,
  ): Promise<{ webset: WebsetEntity; columns: ColumnEntity[]; all: ColumnEntity[]; chosen: RowScope }> {
    const webset = await this.websets.require(tx, websetId)
    await this.#requireArchive(tx, webset)
    const all = await this.websets.columns(tx, websetId)
    const columns = this.#asking(all, columnIds)
    const isWhole = scope.kind === 'all' || scope.kind === 'view'
    if (isWhole && !despiteTests) await this.tests.requirePassed(tx, columns)
    return { webset, columns, all, chosen: await this.chosen(tx, websetId, scope) }
  }

  /** @throws Refused `order_gone` when the scope is a view that was shown too long ago */
  async chosen(tx: Tx, websetId: string, scope: RunScope): Promise<RowScope> {
    if (scope.kind !== 'view') return scope
    return { kind: 'ranges', ranges: await rangesOfSet(tx, websetId, scope, this.rows) }
  }

  /** How the columns did when they were last tested. */
  lastTests(tx: Tx, columns: readonly ColumnEntity[]): Promise<RunEstimate['tests']> {
    return this.tests.last(tx, columns)
  }

  /** The webset, if it exists. */
  webset(tx: Tx, websetId: string): Promise<WebsetEntity> {
    return this.websets.require(tx, websetId)
  }

  /** A run over an archive that cannot be read would only use up its batches. */
  async #requireArchive(tx: Tx, webset: WebsetEntity): Promise<void> {
    const archive = webset.archiveId ? await this.archives.find(tx, webset.archiveId) : null
    // The run would read from one archive first and from another later.
    const [replacement] = archive ? await this.archives.others(tx, webset.id, archive.id) : []
    if (!archive || (archive.state === 'ready' && replacement?.state !== 'indexing')) return
    const why =
      archive.state === 'failed'
        ? `The archive of this webset cannot be read. ${archive.message ?? ''} Choose another or detach it.`
        : 'The archive of this webset is still being read. Try again in a moment.'
    throw new Refused('archive_not_ready', why, 'conflict')
  }

  async columns(tx: Tx, websetId: string, columnIds: string[] | undefined): Promise<ColumnEntity[]> {
    return this.#asking(await this.websets.columns(tx, websetId), columnIds)
  }

  #asking(all: readonly ColumnEntity[], columnIds: string[] | undefined): ColumnEntity[] {
    const chosen = columnIds
      ? columnIds.map((id) => all.find((column) => column.id === id))
      : all.filter((column) => column.enrichment)
    if (chosen.some((column) => !column)) throw notFound('column')
    const columns = chosen.filter((column): column is ColumnEntity => Boolean(column))
    const plain = columns.find((column) => !column.enrichment)
    if (plain)
      throw new Refused(
        'not_an_enrichment',
        `“${plain.name}” asks no question. Choose columns that do.`,
        'unprocessable',
      )
    if (columns.length === 0)
      throw new Refused(
        'no_enrichment_columns',
        'This webset has no column that asks a question. Add one first.',
        'unprocessable',
      )
    return columns
  }
}
