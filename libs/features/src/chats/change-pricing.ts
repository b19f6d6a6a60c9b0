import type { ChatChange, ChatPrice } from '@enrichify/contracts'
import { ColumnEntity, type StoredChangeSet } from '@enrichify/database'
import { COLUMN_TYPES, may, type Change, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { RunEstimates } from '../enrichment/run-estimates.ts'
import { planColumn } from '../websets/plan-column.ts'
import { SheetReader } from './sheet-reader.ts'

const FREE: ChatPrice = { rows: 0, cells: 0, calls: 0, p50Micros: 0, p90Micros: 0, budgetMicros: 0, problems: [] }
const MIN_BUDGET_MICROS = 10_000
/**
 * A call reserves the most that it can cost, which is several times what it usually costs. A lower limit would let no
 * call through.
 */
const RESERVED_TIMES = 5

/**
 * A change set as a person sees it before anything happens: what the cells contain now, and what its run would cost.
 */
@Injectable()
export class ChangePricing {
  constructor(
    private readonly sheet: SheetReader,
    private readonly estimates: RunEstimates,
  ) {}

  async prepare(who: Principal, websetId: string, title: string, changes: readonly Change[]): Promise<StoredChangeSet> {
    const { webset, columns } = await this.sheet.webset(who, websetId)
    const shown: ChatChange[] = []
    for (const change of changes)
      shown.push(
        change.kind === 'editCells'
          ? { ...change, edits: await this.#before(who, websetId, columns, change.edits) }
          : change,
      )
    const run = changes.find((change) => change.kind === 'run')
    return { title, changes: shown, price: run ? await this.#price(who, webset, columns, changes, run) : FREE }
  }

  async #before(
    who: Principal,
    websetId: string,
    columns: readonly ColumnEntity[],
    edits: (Change & { kind: 'editCells' })['edits'],
  ) {
    const rows = new Map(
      (
        await this.sheet.byIds(
          who,
          websetId,
          edits.map(({ rowId }) => rowId),
        )
      ).map((row) => [row.id, row]),
    )
    return edits.flatMap((edit) => {
      const row = rows.get(edit.rowId)
      const kind = columns.find(({ id }) => id === edit.columnId)?.kind
      return row && kind
        ? [
            {
              ...edit,
              before: COLUMN_TYPES[kind].format(row.cells[edit.columnId] ?? null),
              beforeState: row.marks[edit.columnId]?.state ?? null,
            },
          ]
        : []
    })
  }

  async #price(
    who: Principal,
    webset: { id: string },
    columns: readonly ColumnEntity[],
    changes: readonly Change[],
    run: Change & { kind: 'run' },
  ): Promise<ChatPrice> {
    if (!may(who.role, 'enrichment.run', who.scopes))
      return { ...FREE, problems: ['Your role may not start runs; someone else has to apply this.'] }
    const added = changes
      .filter((change) => change.kind === 'addColumn')
      .filter(({ name }) => run.columns.includes(name))
    const known = run.columns.filter((column) => !added.some(({ name }) => name === column))
    const { rows, cells, calls, price, problems } = await this.estimates.estimate(
      who,
      webset.id,
      { columnIds: known, scope: run.scope },
      added.map((change, index) => draftOf(change, index, columns)),
    )
    const { p50Micros, p90Micros } = price
    return {
      rows,
      cells,
      calls,
      p50Micros,
      p90Micros,
      budgetMicros:
        calls === 0 ? 0 : Math.max(MIN_BUDGET_MICROS, p90Micros, Math.ceil((RESERVED_TIMES * p90Micros) / calls)),
      problems: [...new Set(problems.map(({ message }) => message))],
    }
  }
}

/** A column as it would become. Its name does not affect its price. */
function draftOf(
  { name, columnKind, question, fact }: Change & { kind: 'addColumn' },
  index: number,
  columns: readonly ColumnEntity[],
): ColumnEntity {
  const plan = planColumn({ name, kind: columnKind, ...(fact ? { fact } : question ? { question } : {}) }, columns)
  return Object.assign(new ColumnEntity(), { id: `new${index}`, name, position: 0, width: 0, deletedAt: null, ...plan })
}
