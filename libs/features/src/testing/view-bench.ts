import { Database } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { CellsService } from '../websets/cells.service.ts'
import { RowsService, type RowsQuery } from '../websets/rows.service.ts'
import { openTestServices, type TestServices } from './open-test-services.ts'

export const idsOf = ({ rows }: { rows: { id: number }[] }): number[] => rows.map(({ id }) => id)
export const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** Rows in an order that is not that of their ids: 1, 8, 15 … by number. */
export const mixed = (count: number): [string, number][] =>
  range(1, count).map((id): [string, number] => [`Firm ${id % 10}`, (id * 7) % (count + 1)])

/** For specs of views: a new person for each test, and windows as that person reads them. */
export function useViewBench() {
  let services: TestServices
  let who: Principal
  beforeAll(async () => void (services = await openTestServices()))
  afterAll(() => services.close())
  beforeEach(async () => void (who = await services.createMember()))

  return {
    get services() {
      return services
    },
    get who() {
      return who
    },
    window: (websetId: string, query: Partial<RowsQuery> = {}, by = who) =>
      services.get(RowsService).window(by, websetId, { limit: 100, ...query }),
    sql: (text: string, parameters: unknown[] = [], by = who) =>
      services.get(Database).inScope(by, (tx) => tx.query(text, parameters)),
    edit: (websetId: string, rowId: number, columnId: string, text: string) =>
      services.get(CellsService).edit(who, websetId, [{ rowId, columnId, text }]),
    setDeleted: (websetId: string, ids: number[], deleted: boolean) =>
      services.get(RowsService).setDeleted(who, websetId, ids, deleted),
  }
}
