import type { CellDetail, CellUpdate, CellValueJson, Evidence, Filter, Mark, Row } from '@enrichify/contracts'
import {
  CellRepository,
  Database,
  OperationsRepository,
  RowRepository,
  WebsetRepository,
  type CellStateRow,
  type ColumnEntity,
  type EvidenceRow,
  type StoredRow,
  type Tx,
} from '@enrichify/database'
import {
  actorOf,
  COLUMN_TYPES,
  confidenceOf,
  factOf,
  notFound,
  Refused,
  type CellValue,
  type ColumnKind,
  type Confidence,
  type Principal,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { LiveService } from '../live/live.service.ts'
import { CellWriter, markOf, type PersonCell } from './cell-writer.ts'
import { WebsetsService } from './websets.service.ts'

const MAX_ROWS = 5_000_000
const HISTORY_LIMIT = 100

export interface RowsQuery {
  cursor?: string | undefined
  offset?: number | undefined
  limit: number
  filter?: Filter[] | undefined
  sort?: string | undefined
  search?: string | undefined
}

export interface CellEdit {
  rowId: number
  columnId: string
  text?: string | undefined
  value?: CellValueJson | undefined
  release?: boolean | undefined
}

/** What every change of rows leaves behind: an action that can be undone, and an event after the commit. */
@Injectable()
export class RowsJournal {
  constructor(
    readonly websets: WebsetRepository,
    private readonly operations: OperationsRepository,
    private readonly live: LiveService,
  ) {}

  record(
    tx: Tx,
    principal: Principal,
    websetId: string,
    kind: string,
    label: string,
    payload: Record<string, unknown>,
  ): Promise<string> {
    return this.operations.recordAction(tx, { websetId, userId: principal.userId, kind, label, payload })
  }

  rowsChanged(tx: Tx, websetId: string, total: number): void {
    tx.afterCommit(() => this.live.rowsChanged(tx.workspaceId, websetId, total))
  }
}

/** Rows and cells as people see and change them. */
@Injectable()
export class RowsService {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetsService,
    private readonly repository: RowRepository,
    private readonly cells: CellRepository,
    private readonly writer: CellWriter,
    private readonly journal: RowsJournal,
  ) {}

  async window(
    principal: Principal,
    websetId: string,
    input: RowsQuery,
  ): Promise<{ rows: Row[]; nextCursor: string | null; total: number }> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const kinds = await this.kinds(tx, websetId)
      const query = { filter: input.filter ?? [], search: input.search?.trim() || null, sort: readSort(input.sort) }
      const at = input.cursor ? readCursor(input.cursor) : { offset: input.offset ?? 0 }
      const { rows, total } = await this.repository.window(tx, websetId, query, kinds, at, input.limit)
      const last = rows.at(-1)
      const nextCursor =
        rows.length < input.limit || !last
          ? null
          : makeCursor(
              query.sort || !('after' in at || at.offset === 0)
                ? { offset: ('offset' in at ? at.offset : 0) + rows.length }
                : { after: last.id },
            )
      return { rows: await this.dress(tx, websetId, rows), nextCursor, total }
    })
  }

  /** Rows with the marks of their cells; cells of columns in the trash are left out. */
  async dress(tx: Tx, websetId: string, rows: readonly StoredRow[]): Promise<Row[]> {
    if (rows.length === 0) return []
    const ids = rows.map((row) => row.id)
    const kinds = await this.kinds(tx, websetId)
    const marks = new Map<number, Record<string, Mark>>()
    for (const found of await this.repository.marks(tx, websetId, ids)) {
      const row = marks.get(found.rowId) ?? {}
      row[found.columnId] = markOf(found)
      marks.set(found.rowId, row)
    }
    for (const [rowId, columnIds] of await this.repository.pending(tx, websetId, ids)) {
      const row = marks.get(rowId) ?? {}
      for (const columnId of columnIds)
        if (row[columnId]?.state !== 'human') row[columnId] = { ...(row[columnId] ?? { state: null }), pending: true }
      marks.set(rowId, row)
    }
    const visible = <T>(record: Record<string, T>) =>
      Object.fromEntries(Object.entries(record).filter(([columnId]) => kinds.has(columnId)))
    return rows.map((row) => ({ id: row.id, cells: visible(row.cells), marks: visible(marks.get(row.id) ?? {}) }))
  }

  async kinds(tx: Tx, websetId: string): Promise<Map<string, ColumnKind>> {
    return new Map((await this.journal.websets.listColumns(tx, websetId)).map((column) => [column.id, column.kind]))
  }

  async add(
    principal: Principal,
    websetId: string,
    rows: Record<string, CellValueJson>[],
  ): Promise<{ rows: Row[]; rejected: { index: number; column: string; reason: string }[] }> {
    demand(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.websets.require(tx, websetId)
      if (webset.rowCount + rows.length > MAX_ROWS)
        throw new Refused('too_many_rows', `A webset holds at most ${MAX_ROWS} rows.`, 'unprocessable', {
          limit: MAX_ROWS,
        })
      const columns = new Map(
        (await this.journal.websets.listColumns(tx, websetId)).map((column) => [column.id, column]),
      )
      const rejected: { index: number; column: string; reason: string }[] = []
      const clean = rows.map((row, index) => {
        const cells: Record<string, CellValue> = {}
        for (const [columnId, given] of Object.entries(row)) {
          const column = columns.get(columnId)
          const parsed = column
            ? readValue(column, given)
            : { ok: false as const, reason: 'is no column of this webset' }
          if (!parsed.ok) rejected.push({ index, column: columnId, reason: parsed.reason })
          else if (parsed.value !== null) cells[columnId] = parsed.value
        }
        return cells
      })
      const made = await this.repository.append(tx, websetId, clean)
      await this.journal.record(
        tx,
        principal,
        websetId,
        'rows.add',
        made.length === 1 ? 'adding a row' : `adding ${made.length} rows`,
        { rowIds: made.map((row) => row.id) },
      )
      this.journal.rowsChanged(tx, websetId, webset.rowCount + made.length)
      return { rows: await this.dress(tx, websetId, made), rejected }
    })
  }

  async setDeleted(
    principal: Principal,
    websetId: string,
    rowIds: readonly number[],
    deleted: boolean,
  ): Promise<number> {
    demand(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.websets.require(tx, websetId)
      const moved = await this.repository.setDeleted(tx, websetId, rowIds, deleted)
      if (moved.length) {
        if (deleted)
          await this.journal.record(
            tx,
            principal,
            websetId,
            'rows.delete',
            moved.length === 1 ? 'deleting a row' : `deleting ${moved.length} rows`,
            { rowIds: moved },
          )
        this.journal.rowsChanged(tx, websetId, webset.rowCount + (deleted ? -moved.length : moved.length))
      }
      return moved.length
    })
  }

  async edit(
    principal: Principal,
    websetId: string,
    edits: readonly CellEdit[],
  ): Promise<{ cells: CellUpdate[]; rejected: { rowId: number; columnId: string; reason: string }[] }> {
    demand(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const columns = new Map(
        (await this.journal.websets.listColumns(tx, websetId)).map((column) => [column.id, column]),
      )
      const rejected: { rowId: number; columnId: string; reason: string }[] = []
      const good = new Map<string, PersonCell>()
      const releases = new Map(
        (
          await this.#held(
            tx,
            websetId,
            edits.filter((edit) => edit.release),
          )
        ).map((held) => [`${held.rowId}:${held.columnId}`, held.value]),
      )
      for (const edit of edits) {
        const { rowId, columnId } = edit
        const column = columns.get(columnId)
        const key = `${rowId}:${columnId}`
        if (!column) rejected.push({ rowId, columnId, reason: 'is no column of this webset' })
        else if (edit.release) good.set(key, { rowId, columnId, value: releases.get(key) ?? null, state: null })
        else {
          const parsed =
            edit.text !== undefined
              ? COLUMN_TYPES[column.kind].parse(edit.text, column.settings)
              : readValue(column, edit.value ?? null)
          if (!parsed.ok) rejected.push({ rowId, columnId, reason: parsed.reason })
          // In a plain column nothing competes with a person, so their word needs no mark.
          else good.set(key, { rowId, columnId, value: parsed.value, state: column.enrichment ? 'human' : null })
        }
      }
      const actionId = good.size
        ? await this.journal.record(
            tx,
            principal,
            websetId,
            'cells.edit',
            good.size === 1 ? 'editing a cell' : `editing ${good.size} cells`,
            {},
          )
        : null
      const cells = await this.writer.writeByPerson(tx, websetId, actorOf(principal), actionId, [...good.values()])
      const there = new Set(
        (
          await this.repository.byIds(
            tx,
            websetId,
            edits.map((edit) => edit.rowId),
          )
        ).map((row) => row.id),
      )
      for (const { rowId, columnId } of good.values())
        if (!there.has(rowId)) rejected.push({ rowId, columnId, reason: 'is no row of this webset any more' })
      if (cells.length) await this.journal.websets.touch(tx, websetId)
      return { cells, rejected }
    })
  }

  byIds(tx: Tx, websetId: string, rowIds: readonly number[]): Promise<StoredRow[]> {
    return this.repository.byIds(tx, websetId, rowIds)
  }

  async valueOf(tx: Tx, websetId: string, rowId: number, columnId: string): Promise<CellValue> {
    const [row] = await this.repository.byIds(tx, websetId, [rowId])
    if (!row) throw notFound('row')
    return row.cells[columnId] ?? null
  }

  async #held(
    tx: Tx,
    websetId: string,
    edits: readonly CellEdit[],
  ): Promise<{ rowId: number; columnId: string; value: CellValue }[]> {
    if (edits.length === 0) return []
    const rows = new Map(
      (
        await this.repository.byIds(
          tx,
          websetId,
          edits.map((edit) => edit.rowId),
        )
      ).map((row) => [row.id, row.cells]),
    )
    return edits.map(({ rowId, columnId }) => ({ rowId, columnId, value: rows.get(rowId)?.[columnId] ?? null }))
  }

  async cell(principal: Principal, websetId: string, rowId: number, columnId: string): Promise<CellDetail> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const column = await this.websets.requireColumn(tx, websetId, columnId)
      const [row] = await this.repository.byIds(tx, websetId, [rowId])
      if (!row) throw notFound('row')
      const [state] = await this.cells.states(tx, websetId, [rowId], [columnId])
      const ids = (state?.candidates ?? []).flatMap((candidate) => candidate.evidenceId ?? [])
      const evidence = new Map((await this.cells.evidence(tx, ids)).map((found) => [found.id, presentEvidence(found)]))
      const history = await this.cells.history(tx, websetId, rowId, columnId, HISTORY_LIMIT)
      const pending = (await this.repository.pending(tx, websetId, [rowId])).get(rowId)?.includes(columnId) ?? false
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

  /** Measured, or nothing: what was not observed gets no number. */
  async #confidence(tx: Tx, column: ColumnEntity, state: CellStateRow): Promise<Confidence | null> {
    const kind = factOf(column.enrichment)
    if (!kind || !state.evidenceId || (state.state !== 'verified' && state.state !== 'cited')) return null
    const source = await this.cells.segmentOf(tx, state.evidenceId)
    const pages = state.candidates.find(({ evidenceId }) => evidenceId === state.evidenceId)?.pages ?? 1
    return source && confidenceOf({ kind, source, state: state.state, pages })
  }

  async trash(
    principal: Principal,
    websetId: string,
  ): Promise<{
    columns: { id: string; name: string; deletedAt: string }[]
    rows: { id: number; label: string; deletedAt: string }[]
    totalRows: number
  }> {
    demand(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const columns = await this.journal.websets.listColumns(tx, websetId)
      const { rows, total } = await this.repository.listDeleted(tx, websetId, 200)
      const label = (row: StoredRow) =>
        columns
          .map((column) => COLUMN_TYPES[column.kind].format(row.cells[column.id] ?? null))
          .find((text) => text !== '') ?? `Row ${row.id}`
      return {
        columns: (await this.journal.websets.listDeletedColumns(tx, websetId)).map((column) => ({
          id: column.id,
          name: column.name,
          deletedAt: column.deleted_at.toISOString(),
        })),
        rows: rows.map((row) => ({ id: row.id, label: label(row), deletedAt: row.deletedAt.toISOString() })),
        totalRows: total,
      }
    })
  }
}

export function presentEvidence(row: EvidenceRow): Evidence {
  const { rule, fetchedAt, ...rest } = row
  return { ...rest, rule: rule ?? '', fetchedAt: fetchedAt.toISOString() }
}

/** Values as JSON: text goes through the type, so that no door stores what another would refuse. */
function readValue(column: ColumnEntity, given: CellValueJson): ReturnType<(typeof COLUMN_TYPES)[ColumnKind]['parse']> {
  if (given === null) return { ok: true, value: null }
  const type = COLUMN_TYPES[column.kind]
  if (Array.isArray(given))
    return column.kind === 'list'
      ? { ok: true, value: given.length ? given : null }
      : { ok: false, reason: 'is a list, and this column is not' }
  if (typeof given === 'number' && column.kind === 'number') return { ok: true, value: given }
  if (typeof given === 'boolean' && column.kind === 'boolean') return { ok: true, value: given }
  return type.parse(String(given), column.settings)
}

function readSort(sort: string | undefined): { column: string; direction: 'asc' | 'desc' } | null {
  const [column, direction] = sort?.split(':') ?? []
  return column ? { column, direction: direction === 'desc' ? 'desc' : 'asc' } : null
}

type Place = { after: number } | { offset: number }
const makeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url')
function readCursor(text: string): Place {
  try {
    const place = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
    if (Number.isSafeInteger(place.after)) return { after: place.after as number }
    if (Number.isSafeInteger(place.offset) && (place.offset as number) >= 0) return { offset: place.offset as number }
  } catch {
    // Falls through to the one refusal.
  }
  throw new Refused('bad_cursor', 'This cursor is not one of ours. Start again without a cursor.', 'invalid')
}
