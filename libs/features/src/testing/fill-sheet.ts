import { Database } from '@enrichify/database'
import type { CellValue, Principal } from '@enrichify/domain'
import { WebsetsService } from '../websets/websets.service.ts'
import type { TestServices } from './open-test-services.ts'

/** A webset of one column of text (`c1`) and one of numbers (`c2`). Null is an empty cell. */
export async function fillSheet(
  services: TestServices,
  who: Principal,
  rows: readonly (readonly [text: string | null, number: number | null])[],
): Promise<string> {
  const { id } = await services.get(WebsetsService).create(who, {
    name: 'Sheet',
    columns: [
      { name: 'Text', kind: 'text' },
      { name: 'Number', kind: 'number' },
    ],
  })
  const cells = rows.map(([c1, c2]): Record<string, CellValue> => ({ c1, c2 }))
  await services.get(Database).inScope(who, async (tx) => {
    await tx.query(
      `insert into rows (workspace_id, webset_id, id, cells)
       select $1, $2, r.place, jsonb_strip_nulls(r.cells)
       from unnest($3::jsonb[]) with ordinality as r (cells, place)`,
      [who.workspaceId, id, cells.map((row) => JSON.stringify(row))],
    )
    await tx.query('update websets set next_row_id = $2 + 1, row_count = $2 where id = $1', [id, rows.length])
  })
  return id
}
