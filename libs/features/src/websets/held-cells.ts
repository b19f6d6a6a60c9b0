import type { CellRepository, CellStateRow, RestedOn, RowRepository, Tx } from '@enrichify/database'
import type { CellState, CellValue } from '@enrichify/domain'

/** A cell as it is now, locked until the transaction ends. */
export interface HeldCell {
  value: CellValue
  state: CellState | null
  stored: CellStateRow | null
}

/**
 * Locks the rows in the order of their ids (so that two writers cannot wait for each other) and reads the current
 * cells. Null: the row is not there any more.
 */
export async function holdCells(
  tx: Tx,
  websetId: string,
  cells: readonly { rowId: number; columnId: string }[],
  repositories: { rows: RowRepository; cells: CellRepository },
): Promise<(rowId: number, columnId: string) => HeldCell | null> {
  const rowIds = [...new Set(cells.map((cell) => cell.rowId))].sort((a, b) => a - b)
  const columnIds = [...new Set(cells.map((cell) => cell.columnId))]
  const rows = new Map(
    (await repositories.rows.byIds(tx, websetId, rowIds, { lock: true })).map((row) => [row.id, row.cells]),
  )
  const states = new Map(
    (await repositories.cells.states(tx, websetId, rowIds, columnIds)).map((found) => [
      `${found.rowId}:${found.columnId}`,
      found,
    ]),
  )
  return (rowId, columnId) => {
    const values = rows.get(rowId)
    const stored = states.get(`${rowId}:${columnId}`) ?? null
    return values ? { value: values[columnId] ?? null, state: stored?.state ?? null, stored } : null
  }
}

/** What runs found about a cell. It stays beside what a person typed: the panel shows it, and undo needs it. */
export function findingsOf(stored: CellStateRow | null) {
  return {
    candidates: stored?.candidates ?? [],
    pages: stored?.pages ?? [],
    trace: stored?.trace ?? [],
    inputHash: stored?.inputHash ?? null,
    staleBy: stored?.staleBy ?? [],
  }
}

/** What a cell loses when it is written. @param findings whether it loses also what runs found */
export function restedOn({ stored }: HeldCell, findings: boolean): RestedOn | null {
  if (!stored) return null
  const { evidenceId, empty, runId, conflict, checkedAt } = stored
  return {
    evidenceId,
    empty,
    runId,
    ...(conflict && { conflict }),
    ...(checkedAt && { checkedAt: checkedAt.toISOString() }),
    ...(findings && { found: findingsOf(stored) }),
  }
}
