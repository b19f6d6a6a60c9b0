import type { CellDetail, CellUpdate, Evidence } from '@enrichify/contracts'
import {
  CellRepository,
  Database,
  RowRepository,
  type CellStateRow,
  type ColumnEntity,
  type EvidenceRow,
  type Tx,
} from '@enrichify/database'
import { confidenceOf, factOf, notFound, type Confidence, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { judgedValue } from './cell-verdicts.ts'
import { markOf } from './cell-writes.ts'
import { CommandsService } from './commands.service.ts'
import type { CellEdit } from './commands/cells-edit.command.ts'
import { WebsetsService } from './websets.service.ts'

const HISTORY_LIMIT = 100

export interface RejectedEdit {
  rowId: number
  columnId: string
  reason: string
}

/** Cells as people edit them, and all that is known about one. */
@Injectable()
export class CellsService {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetsService,
    private readonly rows: RowRepository,
    private readonly cells: CellRepository,
    private readonly commands: CommandsService,
  ) {}

  async edit(
    principal: Principal,
    websetId: string,
    edits: readonly CellEdit[],
  ): Promise<{ cells: CellUpdate[]; rejected: RejectedEdit[] }> {
    const { cells, refused } = await this.commands.apply(principal, websetId, 'cells.edit', { edits })
    const asked = new Set(edits.map(({ rowId, columnId }) => `${rowId}:${columnId}`))
    return {
      cells: (cells ?? []).filter(({ rowId, columnId }) => asked.has(`${rowId}:${columnId}`)),
      rejected: refused.map(({ rowId, columnId, detail }) => ({
        rowId: rowId ?? 0,
        columnId: columnId ?? '',
        reason: detail,
      })),
    }
  }

  async cell(principal: Principal, websetId: string, rowId: number, columnId: string): Promise<CellDetail> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const column = await this.websets.requireColumn(tx, websetId, columnId)
      const [row] = await this.rows.byIds(tx, websetId, [rowId])
      if (!row) throw notFound('row')
      const [state] = await this.cells.states(tx, websetId, [rowId], [columnId])
      const ids = (state?.candidates ?? []).flatMap((candidate) => candidate.evidenceId ?? [])
      const evidence = new Map((await this.cells.evidence(tx, ids)).map((found) => [found.id, presentEvidence(found)]))
      const history = await this.cells.history(tx, websetId, rowId, columnId, HISTORY_LIMIT)
      const judged = await judgedValue(
        tx,
        websetId,
        { value: row.cells[columnId] ?? null, stored: state ?? null },
        this.cells,
      )
      const [said] = await this.cells.verdictsOn(tx, websetId, { rowId, columnId }, judged)
      const pending = (await this.rows.pending(tx, websetId, [rowId])).get(rowId)?.includes(columnId) ?? false
      const isWrong = said?.verdict === 'wrong' && state?.stale === true
      return {
        rowId,
        columnId,
        value: row.cells[columnId] ?? null,
        mark: {
          ...(isWrong && row.cells[columnId] !== undefined ? { wrong: true } : {}),
          ...(state ? markOf({ ...state, candidates: state.candidates.length }) : { state: null }),
          ...(pending ? { pending } : {}),
        },
        candidates: (state?.candidates ?? []).map(({ evidenceId, ...candidate }) => ({
          ...candidate,
          evidence: (evidenceId && evidence.get(evidenceId)) || null,
        })),
        pages: state?.pages ?? [],
        trace: state?.trace ?? [],
        confidence: state ? await this.#confidence(tx, column, state) : null,
        checkedAt: state?.checkedAt?.toISOString() ?? null,
        verdict: said?.verdict ?? null,
        judgedBy: said ? { id: said.userId, name: said.userName } : null,
        history: history.map((change) => ({
          id: change.id,
          at: change.at.toISOString(),
          actor: {
            kind: change.actorKind,
            name: change.actorName ?? (change.actorKind === 'run' ? 'Run' : 'Enrichify'),
            runId: change.runId,
          },
          before: change.before,
          after: change.after,
          beforeState: change.beforeState,
          afterState: change.afterState,
          empty: change.empty,
          costMicros: change.costMicros,
        })),
      }
    })
  }

  /** Measured, or null: if it was not measured, it gets no number. */
  async #confidence(tx: Tx, column: ColumnEntity, state: CellStateRow): Promise<Confidence | null> {
    const kind = factOf(column.enrichment)
    if (!kind || !state.evidenceId || (state.state !== 'verified' && state.state !== 'cited')) return null
    const source = await this.cells.segmentOf(tx, state.evidenceId)
    const pages = state.candidates.find(({ evidenceId }) => evidenceId === state.evidenceId)?.pages ?? 1
    return source && confidenceOf({ kind, source, state: state.state, pages })
  }
}

export function presentEvidence(row: EvidenceRow): Evidence {
  const { rule, fetchedAt, ...rest } = row
  return { ...rest, rule: rule ?? '', fetchedAt: fetchedAt.toISOString() }
}
