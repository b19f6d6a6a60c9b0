import type { RunReport } from '@enrichify/contracts'
import {
  CellRepository,
  RowRepository,
  WebsetRepository,
  type RefreshOutcome,
  type RunEntity,
  type Tx,
} from '@enrichify/database'
import { COLUMN_TYPES } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'

const MAX_CHANGES = 200

/** What a refresh found about the quotes that it checked. */
@Injectable()
export class RefreshReports {
  constructor(
    private readonly cells: CellRepository,
    private readonly websets: WebsetRepository,
    private readonly rows: RowRepository,
  ) {}

  async report(tx: Tx, run: RunEntity): Promise<RunReport['refresh']> {
    const counts = new Map((await this.cells.refreshCounts(tx, run.id)).map(({ outcome, cells }) => [outcome, cells]))
    const changes = await this.cells.refreshChanges(tx, run.id, MAX_CHANGES)
    const columns = await this.websets.listColumns(tx, run.websetId)
    const rows = new Map(
      (
        await this.rows.byIds(
          tx,
          run.websetId,
          changes.map(({ rowId }) => rowId),
        )
      ).map((row) => [row.id, row.cells]),
    )
    const label = (rowId: number): string =>
      columns
        .map((column) => COLUMN_TYPES[column.kind].format(rows.get(rowId)?.[column.id] ?? null))
        .find((text) => text !== '') ?? `Row ${rowId}`
    const of = (outcome: RefreshOutcome): number => counts.get(outcome) ?? 0
    return {
      unchanged: of('unchanged'),
      moved: of('moved'),
      contradicted: of('contradicted'),
      unreachable: of('unreachable'),
      cells: changes.map(({ evidenceId: _evidence, ...change }) => ({ ...change, rowLabel: label(change.rowId) })),
    }
  }
}
