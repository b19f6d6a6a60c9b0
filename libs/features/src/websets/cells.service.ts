import type { CellDetail, CellUpdate, CellValueJson, Evidence } from '@enrichify/contracts'
import {
  CellRepository,
  Database,
  RowRepository,
  type CellStateRow,
  type ColumnEntity,
  type EvidenceRow,
  type Tx,
} from '@enrichify/database'
import {
  actorOf,
  COLUMN_TYPES,
  confidenceOf,
  factOf,
  notFound,
  type CellValue,
  type Confidence,
  type Principal,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { ActionLog } from './action-log.ts'
import { CellWriter } from './cell-writer.ts'
import { markOf, type PersonCell } from './cell-writes.ts'
import { readValue } from './read-value.ts'
import { WebsetsService } from './websets.service.ts'

const HISTORY_LIMIT = 100

export interface CellEdit {
  rowId: number
  columnId: string
  text?: string | undefined
  value?: CellValueJson | undefined
  release?: boolean | undefined
}

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
    private readonly writer: CellWriter,
    private readonly log: ActionLog,
  ) {}

  async edit(
    principal: Principal,
    websetId: string,
    edits: readonly CellEdit[],
  ): Promise<{ cells: CellUpdate[]; rejected: RejectedEdit[] }> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const columns = new Map((await this.websets.columns(tx, websetId)).map((column) => [column.id, column]))
      const rejected: RejectedEdit[] = []
      const good = new Map<string, PersonCell>()
      const releases = new Map(
        (
          await this.#storedValues(
            tx,
            websetId,
            edits.filter((edit) => edit.release),
          )
        ).map((cell) => [`${cell.rowId}:${cell.columnId}`, cell.value]),
      )
      for (const edit of edits) {
        const { rowId, columnId } = edit
        const column = columns.get(columnId)
        const key = `${rowId}:${columnId}`
        if (!column) rejected.push({ rowId, columnId, reason: 'is not a column of this webset' })
        else if (edit.release) good.set(key, { rowId, columnId, value: releases.get(key) ?? null, state: null })
        else {
          const parsed =
            edit.text !== undefined
              ? COLUMN_TYPES[column.kind].parse(edit.text, column.settings)
              : readValue(column, edit.value ?? null)
          if (!parsed.ok) rejected.push({ rowId, columnId, reason: parsed.reason })
          // In a plain column nothing competes with a person's value, so it needs no mark.
          else good.set(key, { rowId, columnId, value: parsed.value, state: column.enrichment ? 'human' : null })
        }
      }
      const actionId = good.size
        ? await this.log.record(tx, {
            websetId,
            userId: principal.userId,
            kind: 'cells.edit',
            label: good.size === 1 ? 'editing a cell' : `editing ${good.size} cells`,
            payload: {},
          })
        : null
      const cells = await this.writer.writeByPerson(tx, websetId, actorOf(principal), actionId, [...good.values()])
      const there = new Set(
        (
          await this.rows.byIds(
            tx,
            websetId,
            edits.map((edit) => edit.rowId),
          )
        ).map((row) => row.id),
      )
      for (const { rowId, columnId } of good.values())
        if (!there.has(rowId)) rejected.push({ rowId, columnId, reason: 'is no longer a row of this webset' })
      if (cells.length) await this.websets.touch(tx, websetId)
      return { cells, rejected }
    })
  }

  async #storedValues(
    tx: Tx,
    websetId: string,
    edits: readonly CellEdit[],
  ): Promise<{ rowId: number; columnId: string; value: CellValue }[]> {
    if (edits.length === 0) return []
    const rows = new Map(
      (
        await this.rows.byIds(
          tx,
          websetId,
          edits.map((edit) => edit.rowId),
        )
      ).map((row) => [row.id, row.cells]),
    )
    return edits.map(({ rowId, columnId }) => ({ rowId, columnId, value: rows.get(rowId)?.[columnId] ?? null }))
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
      const pending = (await this.rows.pending(tx, websetId, [rowId])).get(rowId)?.includes(columnId) ?? false
      return {
        rowId,
        columnId,
        value: row.cells[columnId] ?? null,
        mark: {
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
        verdict: await this.cells.verdictOf(tx, websetId, rowId, columnId, row.cells[columnId] ?? null),
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
