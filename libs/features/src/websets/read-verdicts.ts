import type { CellKey, CellRepository, Tx } from '@enrichify/database'
import { isAmong, isLockedForRuns, type CellState, type CellValue } from '@enrichify/domain'

/** What people said of these cells, as far as it binds runs. */
export async function readVerdicts(tx: Tx, websetId: string, cells: readonly CellKey[], repository: CellRepository) {
  const right = new Set((await repository.judgedRight(tx, websetId, cells)).map(keyOf))
  const wrong = await wrongValues(tx, websetId, cells, repository)
  return {
    /** A run leaves the cell as it is. */
    isLocked: (cell: CellKey, state: CellState | null): boolean => isLockedForRuns(state, right.has(keyOf(cell))),
    /** The value is wrong for this cell. */
    isRejected: (cell: CellKey, value: CellValue): boolean => isAmong(value, wrong.get(keyOf(cell)) ?? []),
  }
}

/** The values that people judged wrong, by `row:column`. */
export async function wrongValues(
  tx: Tx,
  websetId: string,
  cells: readonly CellKey[],
  repository: CellRepository,
): Promise<Map<string, CellValue[]>> {
  const wrong = new Map<string, CellValue[]>()
  for (const said of await repository.judgedWrong(tx, websetId, cells))
    wrong.set(keyOf(said), [...(wrong.get(keyOf(said)) ?? []), said.value])
  return wrong
}

function keyOf({ rowId, columnId }: CellKey): string {
  return `${rowId}:${columnId}`
}
