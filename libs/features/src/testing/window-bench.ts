import { Database } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { CellsService } from '../websets/cells.service.ts'
import { RowsService, type RowsQuery } from '../websets/rows.service.ts'
import { fillSheet } from './fill-sheet.ts'
import type { TestServices } from './open-test-services.ts'

export const idsOf = ({ rows }: { rows: { id: number }[] }): number[] => rows.map(({ id }) => id)
export const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** Rows in an order that is not that of their ids: 1, 8, 15 … by number. */
export const mixed = (count: number): [string, number][] =>
  range(1, count).map((id): [string, number] => [`Firm ${id % 10}`, (id * 7) % (count + 1)])

/** A sheet of one member whose windows a test looks at: text in `c1`, numbers in `c2`. */
export class WindowBench {
  constructor(
    readonly services: TestServices,
    readonly who: Principal,
  ) {}

  static async open(services: TestServices): Promise<WindowBench> {
    return new WindowBench(services, await services.createMember())
  }

  fill(rows: readonly (readonly [text: string | null, number: number | null])[]): Promise<string> {
    return fillSheet(this.services, this.who, rows)
  }

  /** A few rows in a sheet that had many. Its last id is far away, so its orders are made like those of millions. */
  async fillSparsely(rows: readonly (readonly [string, number])[]): Promise<string> {
    const websetId = await this.fill(rows)
    await this.sql('update websets set next_row_id = 120001 where id = $1', [websetId])
    return websetId
  }

  window(websetId: string, query: Partial<RowsQuery> = {}, signal?: AbortSignal) {
    return this.services.get(RowsService).window(this.who, websetId, { limit: 100, ...query }, signal)
  }

  sql(text: string, parameters: unknown[] = []) {
    return this.services.get(Database).inScope(this.who, (tx) => tx.query(text, parameters))
  }

  edit(websetId: string, rowId: number, columnId: string, text: string) {
    return this.services.get(CellsService).edit(this.who, websetId, [{ rowId, columnId, text }])
  }

  setDeleted(websetId: string, ids: number[], deleted: boolean): Promise<number> {
    return this.services.get(RowsService).setDeleted(this.who, websetId, ids, deleted)
  }

  add(websetId: string, text: string, number: number) {
    return this.services.get(RowsService).add(this.who, websetId, [{ c1: text, c2: number }])
  }
}
