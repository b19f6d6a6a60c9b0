import { BudgetExceeded, type ColumnEntity, type StoredRow, type Tx } from '@enrichify/database'
import { composeQuestion, FAILURE_POLICIES, ProviderFailure, readClaims, selectPassages, type AskedColumn, type EmptyReason, type RowSite, type Scope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import type { RunCell } from '../websets/cell-writer.ts'
import { ConnectionBook, type Candidate } from '../providers/connection-book.ts'
import { hashOf, ProviderGateway } from '../providers/provider-gateway.ts'
import { emptyCell, noPageReason } from './fill-row.ts'
import { cellOfClaim } from './model-cells.ts'
import type { SiteReading } from './site-reader.ts'

/** Characters of page text that one call may carry: so many, and some more per question. */
const PASSAGE_CHARACTERS = 3200
const MORE_PER_QUESTION = 900
const MOST_CHARACTERS = 12_000
const OUTPUT_TOKENS = 500
const MORE_OUTPUT_PER_QUESTION = 200

export interface AskedRow {
  scope: Scope
  websetId: string
  runId: string
  /** Whose keys may be used. */
  userId: string
  practice: boolean
  row: StoredRow
  site: RowSite | null
  reading: SiteReading | null
  fence: (tx: Tx) => Promise<boolean>
  stop: AbortSignal
}

export interface RungAnswer {
  cells: RunCell[]
  /** Why the run cannot go on until a person has changed something. */
  mend: string | null
}

/** Questions in words, put to a model over the row's own stored pages: one call for all columns of one model. */
@Injectable()
export class ModelRung {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly book: ConnectionBook,
  ) {}

  async answer(asked: AskedRow, columns: readonly ColumnEntity[]): Promise<RungAnswer> {
    const cells: RunCell[] = []
    for (const group of groupByModel(columns)) {
      const answered = await this.#ask(asked, group)
      if (answered.mend !== null) return { cells: [], mend: answered.mend }
      cells.push(...answered.cells)
    }
    return { cells, mend: null }
  }

  async #ask(asked: AskedRow, columns: readonly ColumnEntity[]): Promise<RungAnswer> {
    const { site, reading } = asked
    const empty = (reason: EmptyReason): RungAnswer => ({ cells: columns.map((column) => this.#cell(asked, column, emptyCell(reason), 0)), mend: null })
    const candidates = await this.candidates(asked.scope.workspaceId, asked.userId, columns, asked.practice)
    if (candidates.length === 0) return empty('needs_model')
    if (!site || !reading || reading.pages.length === 0) return empty(noPageReason(site, reading))
    const questions = columns.map(asAsked)
    const pages = reading.pages.map(({ url, evidence }) => ({ url, evidence }))
    const passages = selectPassages(pages, questions.map((column) => `${column.question} ${column.name}`), passageBudget(columns.length))
    const { system, text, schema } = composeQuestion(questions, site.entity.name ?? new URL(site.url).hostname, pages, passages)
    const planHash = planHashOf(columns)
    try {
      const { answer, costMicros } = await this.gateway.askModel(
        asked.scope,
        candidates,
        { system, messages: [{ role: 'user', text }], schema, maxOutputTokens: outputBound(columns.length) },
        { purpose: 'extract', attemptKey: `extract:${asked.runId}:${asked.row.id}:${planHash.slice(0, 16)}`, websetId: asked.websetId, runId: asked.runId, rowId: asked.row.id, userId: asked.userId, practice: asked.practice, planHash, cells: columns.length, fence: asked.fence },
        asked.stop,
      )
      const claims = answer.stop === 'refused' ? null : readClaims(answer.json, questions, pages.length)
      const shares = shareOut(costMicros, columns.length)
      // Paid for and of no use: the cells say so, with what it cost.
      if (!claims) return { cells: columns.map((column, index) => this.#cell(asked, column, emptyCell('provider_error'), shares[index]!)), mend: null }
      return { cells: columns.map((column, index) => this.#cell(asked, column, cellOfClaim(column, asked.row.id, site, reading.pages, claims[index] ?? null), shares[index]!)), mend: null }
    } catch (error) {
      if (error instanceof BudgetExceeded) return empty('budget_reached')
      if (!(error instanceof ProviderFailure)) throw error
      const { again, mend } = FAILURE_POLICIES[error.kind]
      return again === 'mend' && error.kind !== 'uncertain' ? { cells: [], mend } : empty('provider_error')
    }
  }

  /** Whether any of these columns has somebody to ask. */
  async canAnswer(run: { workspaceId: string; createdBy: string; practice: boolean }, columns: readonly ColumnEntity[]): Promise<boolean> {
    for (const group of groupByModel(columns)) if ((await this.candidates(run.workspaceId, run.createdBy, group, run.practice)).length) return true
    return false
  }

  /** Who may answer these columns (all of one model); in practice only the recorded answers do. */
  async candidates(workspaceId: string, userId: string, columns: readonly ColumnEntity[], practice: boolean): Promise<Candidate[]> {
    if (practice) return (await this.book.list(workspaceId, userId, 'llm')).filter(({ providerId }) => providerId === 'practice').flatMap((connection) => this.book.candidate(connection, connection.defaultModel) ?? [])
    return this.book.models(workspaceId, userId, columns[0]?.enrichment?.model ?? null)
  }

  #cell(asked: AskedRow, column: ColumnEntity, found: ReturnType<typeof emptyCell>, costMicros: number): RunCell {
    return { rowId: asked.row.id, columnId: column.id, pages: asked.reading?.tried ?? [], costMicros, ...found }
  }
}

/** Columns that one call can answer together. */
export function groupByModel(columns: readonly ColumnEntity[]): ColumnEntity[][] {
  return [...Map.groupBy(columns, (column) => JSON.stringify(column.enrichment?.model ?? null)).values()]
}

/** Calls of one plan ask the same of different pages, and so cost alike. */
export function planHashOf(columns: readonly ColumnEntity[]): string {
  return hashOf(columns.map((column) => [column.id, column.kind, column.settings, column.enrichment?.question, column.enrichment?.model ?? null]))
}

export function passageBudget(questions: number): number {
  return Math.min(MOST_CHARACTERS, PASSAGE_CHARACTERS + MORE_PER_QUESTION * questions)
}

export function outputBound(questions: number): number {
  return OUTPUT_TOKENS + MORE_OUTPUT_PER_QUESTION * questions
}

function asAsked(column: ColumnEntity): AskedColumn {
  return { id: column.id, name: column.name, kind: column.kind, settings: column.settings, question: column.enrichment?.question ?? column.name }
}

/** A call's price over its cells, to the last millionth. */
export function shareOut(micros: number, parts: number): number[] {
  const each = Math.floor(micros / parts)
  return Array.from({ length: parts }, (_, index) => each + (index < micros - each * parts ? 1 : 0))
}
