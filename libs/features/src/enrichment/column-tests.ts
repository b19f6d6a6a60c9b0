import type { Output, RunEstimate, getColumnTests } from '@enrichify/contracts'
import { RowRepository, TrialRepository, WebsetRepository, type ColumnEntity, type Tx } from '@enrichify/database'
import { COLUMN_TYPES, Refused, type CellValue } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { hashOf } from '../providers/hash-of.ts'
import { planHash } from './row-plan.ts'

export type ColumnTestResults = Output<typeof getColumnTests>

/** Fewer rows prove nothing and block nothing. */
const MIN_GOLD = 3

/**
 * Test rows, and the check that they allow: a plan that answers fewer of them correctly than an earlier plan may not
 * run over all rows.
 */
@Injectable()
export class ColumnTests {
  constructor(
    private readonly trials: TrialRepository,
    private readonly rows: RowRepository,
    private readonly websets: WebsetRepository,
  ) {}

  async results(tx: Tx, column: ColumnEntity): Promise<ColumnTestResults> {
    const gold = await this.trials.gold(tx, column.websetId, column.id)
    const labels = await this.labels(
      tx,
      column.websetId,
      gold.map(({ rowId }) => rowId),
    )
    const tests = gold.length ? await this.trials.tests(tx, column.websetId, column.id, goldHash(gold)) : []
    const best = tests.length ? Math.max(...tests.map(({ correct }) => correct)) : null
    const current = tests.find((test) => test.planHash === planHash(column))
    return {
      rows: gold.map(({ rowId, expected }) => ({ rowId, label: labels.get(rowId) ?? `Row ${rowId}`, expected })),
      best: best === null ? null : { right: best, of: gold.length },
      current: current ? { right: current.correct, of: gold.length, trialId: current.id } : null,
    }
  }

  /** The last test of each column that has one. */
  async last(tx: Tx, columns: readonly ColumnEntity[]): Promise<RunEstimate['tests']> {
    const found: RunEstimate['tests'] = []
    for (const column of columns) {
      const gold = await this.trials.gold(tx, column.websetId, column.id)
      const [test] = gold.length ? await this.trials.tests(tx, column.websetId, column.id, goldHash(gold)) : []
      if (!test) continue
      found.push({
        columnId: column.id,
        name: column.name,
        right: test.correct,
        of: gold.length,
        at: test.at.toISOString(),
        isCurrent: test.planHash === planHash(column),
      })
    }
    return found
  }

  /** Replaces the rows that the column must answer. */
  async set(
    tx: Tx,
    column: ColumnEntity,
    userId: string,
    rows: readonly { rowId: number; expected: CellValue }[],
  ): Promise<void> {
    const ids = rows.map(({ rowId }) => rowId)
    const there = new Set((await this.rows.byIds(tx, column.websetId, ids)).map(({ id }) => id))
    const missing = ids.find((id) => !there.has(id))
    if (missing !== undefined)
      throw new Refused('unknown_row', `There is no row ${missing} in this webset.`, 'unprocessable')
    const read = rows.map(({ rowId, expected }) => ({ rowId, expected: readExpected(column, expected) }))
    await this.trials.setGold(tx, column.websetId, column.id, userId, read)
  }

  /** Refuses when a column has tests and its plan was not tried on them, or did worse than an earlier plan. */
  async requirePassed(tx: Tx, columns: readonly ColumnEntity[]): Promise<void> {
    for (const column of columns) {
      const { rows, best, current } = await this.results(tx, column)
      if (rows.length < MIN_GOLD) continue
      const name = `“${column.name}”`
      if (!current)
        throw new Refused(
          'tests_needed',
          `${name} has ${rows.length} tests, and its current version was not tried on them. Run its tests first.`,
          'conflict',
          { columnId: column.id, of: rows.length },
        )
      if (best && current.right < best.right)
        throw new Refused(
          'tests_worse',
          `${name} answers ${current.right} of ${current.of} tests correctly now, and answered ${best.right} before. ` +
            'See what differs, or run it anyway.',
          'conflict',
          { columnId: column.id, right: current.right, best: best.right, of: current.of, trialId: current.trialId },
        )
    }
  }

  /** A name for each row that people recognise: its first value. */
  async labels(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<Map<number, string>> {
    const columns = await this.websets.listColumns(tx, websetId)
    const rows = rowIds.length ? await this.rows.byIds(tx, websetId, [...rowIds]) : []
    return new Map(
      rows.map((row) => [
        row.id,
        columns
          .map((column) => COLUMN_TYPES[column.kind].format(row.cells[column.id] ?? null))
          .find((text) => text !== '') ?? `Row ${row.id}`,
      ]),
    )
  }
}

export function goldHash(gold: readonly { rowId: number; expected: CellValue }[]): string {
  return hashOf(gold.map(({ rowId, expected }) => [rowId, expected]))
}

/** An expected value follows the rules of the column's type. */
function readExpected(column: ColumnEntity, expected: CellValue): CellValue {
  if (expected === null || typeof expected !== 'string') return expected
  const parsed = COLUMN_TYPES[column.kind].parse(expected, column.settings)
  if (!parsed.ok) throw new Refused('bad_value', `“${expected.slice(0, 80)}” ${parsed.reason}.`, 'unprocessable')
  return parsed.value
}
