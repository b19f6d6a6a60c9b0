import type { CellValueJson, Filter, listRows, Output, Row } from '@enrichify/contracts'
import { Database, RowRepository, type StoredRow, type Tx, type WebsetMoment } from '@enrichify/database'
import { notFound, type ColumnKind, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { CommandsService } from './commands.service.ts'
import { makeCursor, readCursor, viewOf } from './row-query.ts'
import { RowReader } from './row-reader.ts'
import { ViewOrdersService, type Places, type PlacesAsked } from './view-orders.service.ts'

export interface RowsQuery {
  cursor?: string | undefined
  offset?: number | undefined
  limit: number
  filter?: Filter[] | undefined
  sort?: string | undefined
  search?: string | undefined
  /** The order that an earlier window came from: places stay what they were. */
  order?: string | undefined
}

function placesAsked(websetId: string, webset: WebsetMoment, input: RowsQuery): PlacesAsked {
  const at = input.cursor ? readCursor(input.cursor) : { offset: input.offset ?? 0 }
  return { websetId, webset, view: viewOf(input, webset.kinds), limit: input.limit, order: input.order, ...at }
}

/** Rows as people see them, add them, and move them to the trash and back. */
@Injectable()
export class RowsService {
  constructor(
    private readonly database: Database,
    private readonly repository: RowRepository,
    private readonly reader: RowReader,
    private readonly commands: CommandsService,
    private readonly orders: ViewOrdersService,
  ) {}

  /** @param signal comes when no one waits for the answer any more */
  async window(
    principal: Principal,
    websetId: string,
    input: RowsQuery,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Output<typeof listRows>> {
    requirePermission(principal, 'websets.read')
    const found = await this.database.inScope(principal, async (tx) => {
      // Read before the rows: they are at least as new as it says.
      const webset = await this.orders.moment(tx, websetId)
      if (!webset) throw notFound('webset')
      const asked = placesAsked(websetId, webset, input)
      const places = await this.orders.places(tx, asked)
      return { asked, window: places && (await this.#present(tx, asked, places)) }
    })
    if (found.window) return found.window
    const places = await this.orders.placesOfLarge(principal, found.asked, signal)
    return this.database.inScope(principal, (tx) => this.#present(tx, found.asked, places))
  }

  async #present(tx: Tx, { websetId, webset }: PlacesAsked, places: Places) {
    return {
      rows: await this.reader.withMarks(tx, websetId, places.rows, webset.kinds),
      nextCursor: places.next && makeCursor(places.next),
      total: places.total,
      version: webset.version,
      order: places.order,
      ids: places.ids,
      ...(places.building && { building: places.building }),
    }
  }

  withMarks(tx: Tx, websetId: string, rows: readonly StoredRow[]): Promise<Row[]> {
    return this.reader.withMarks(tx, websetId, rows)
  }

  kinds(tx: Tx, websetId: string): Promise<Map<string, ColumnKind>> {
    return this.reader.kinds(tx, websetId)
  }

  async add(
    principal: Principal,
    websetId: string,
    rows: Record<string, CellValueJson>[],
  ): Promise<{ rows: Row[]; rejected: { index: number; column: string; reason: string }[] }> {
    const made = await this.commands.apply(principal, websetId, 'rows.add', { rows })
    return {
      rows: made.rows ?? [],
      rejected: made.refused.map(({ index, columnId, detail }) => ({
        index: index ?? 0,
        column: columnId ?? '',
        reason: detail,
      })),
    }
  }

  async setDeleted(principal: Principal, websetId: string, ids: readonly number[], deleted: boolean): Promise<number> {
    const rows = { kind: 'ids' as const, ids: [...ids] }
    const { size } = deleted
      ? await this.commands.apply(principal, websetId, 'rows.delete', { rows })
      : await this.commands.apply(principal, websetId, 'rows.restore', { rows })
    return size
  }

  byIds(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<StoredRow[]> {
    return this.repository.byIds(tx, websetId, rowIds)
  }
}
