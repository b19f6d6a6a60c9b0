import type { CellDetail, Row } from '@enrichify/contracts'
import {
  Database,
  RowRepository,
  SheetFiguresRepository,
  type ColumnEntity,
  type ColumnFigures,
  type Tx,
  type WebsetEntity,
} from '@enrichify/database'
import type { ColumnKind, Principal, SheetFilter } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { CellsService } from '../websets/cells.service.ts'
import { requireComparable } from '../websets/row-query.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'

export interface SheetRows {
  filters: SheetFilter[]
  sort: { column: string; direction: 'asc' | 'desc' } | null
  search: string | null
  limit: number
  offset: number
}

type Kinds = ReadonlyMap<string, ColumnKind>

/** The sheet as a person may read it. Tools and plain answers both use it. */
@Injectable()
export class SheetReader {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetsService,
    private readonly service: RowsService,
    private readonly cells: CellsService,
    private readonly repository: RowRepository,
    private readonly figures: SheetFiguresRepository,
  ) {}

  webset(who: Principal, websetId: string): Promise<{ webset: WebsetEntity; columns: ColumnEntity[] }> {
    return this.#read(who, async (tx) => ({
      webset: await this.websets.require(tx, websetId),
      columns: await this.websets.columns(tx, websetId),
    }))
  }

  rows(
    who: Principal,
    websetId: string,
    { filters, sort, search, limit, offset }: SheetRows,
  ): Promise<{ rows: Row[]; total: number }> {
    return this.service.window(who, websetId, {
      filter: filters,
      sort: sort ? `${sort.column}:${sort.direction}` : undefined,
      search: search ?? undefined,
      limit,
      offset,
    })
  }

  async byIds(who: Principal, websetId: string, rowIds: readonly number[]): Promise<Row[]> {
    return this.#read(who, async (tx) =>
      this.service.withMarks(tx, websetId, await this.repository.byIds(tx, websetId, rowIds)),
    )
  }

  count(who: Principal, websetId: string, filters: SheetFilter[]): Promise<number> {
    return this.#of(who, websetId, (tx, kinds) => this.repository.count(tx, websetId, queryOf(filters, kinds), kinds))
  }

  column(who: Principal, websetId: string, filters: SheetFilter[], columnId: string): Promise<ColumnFigures> {
    return this.#of(who, websetId, (tx, kinds) =>
      this.figures.column(tx, websetId, queryOf(filters, kinds), kinds, columnId),
    )
  }

  groups(
    who: Principal,
    websetId: string,
    filters: SheetFilter[],
    columnId: string,
    limit: number,
  ): Promise<{ value: string | null; count: number }[]> {
    return this.#of(who, websetId, (tx, kinds) =>
      this.figures.groups(tx, websetId, queryOf(filters, kinds), kinds, columnId, limit),
    )
  }

  states(
    who: Principal,
    websetId: string,
    filters: SheetFilter[],
    columnId: string,
  ): Promise<{ state: string | null; count: number }[]> {
    return this.#of(who, websetId, (tx, kinds) =>
      this.figures.states(tx, websetId, queryOf(filters, kinds), kinds, columnId),
    )
  }

  cell(who: Principal, websetId: string, rowId: number, columnId: string): Promise<CellDetail> {
    return this.cells.cell(who, websetId, rowId, columnId)
  }

  #of<T>(who: Principal, websetId: string, work: (tx: Tx, kinds: Kinds) => Promise<T>): Promise<T> {
    return this.#read(who, async (tx) => {
      await this.websets.require(tx, websetId)
      return work(tx, await this.service.kinds(tx, websetId))
    })
  }

  async #read<T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> {
    requirePermission(who, 'websets.read')
    return this.database.inScope(who, work)
  }
}

function queryOf(filters: SheetFilter[], kinds: Kinds): { filter: SheetFilter[]; search: null } {
  requireComparable(filters, kinds)
  return { filter: filters, search: null }
}
