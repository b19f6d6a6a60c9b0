import type { CellUpdate } from '@enrichify/contracts'
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

/** More cells than this are not sent one by one, so their marks are not looked at. */
const MOST_MARKED = 10_000

/** Adds to the marks of cells that their present value was judged wrong. Such a cell is stale by the verdict. */
export async function markWrong(
  tx: Tx,
  websetId: string,
  cells: readonly CellUpdate[],
  repository: CellRepository,
): Promise<void> {
  const stale = cells.filter(({ mark, value }) => mark.stale && value !== null)
  if (stale.length === 0 || stale.length > MOST_MARKED) return
  const wrong = await wrongValues(tx, websetId, stale, repository)
  for (const { mark, value, ...cell } of stale) if (isAmong(value, wrong.get(keyOf(cell)) ?? [])) mark.wrong = true
}

function keyOf({ rowId, columnId }: CellKey): string {
  return `${rowId}:${columnId}`
}
