import type { Filter } from '@enrichify/contracts'
import {
  CellRepository,
  RowRepository,
  WebsetRepository,
  type CellStateRow,
  type ExportOptions,
  type StoredRow,
  type Tx,
} from '@enrichify/database'
import { factOf } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import type { ExportColumn, ExportEvidence, ExportMark, ExportRow, ExportSource } from './formats/export-format.ts'

const PAGE = 1000

/** Reads a webset for an export, page by page: values with what is known about them. */
@Injectable()
export class ExportReader {
  constructor(
    private readonly websets: WebsetRepository,
    private readonly rows: RowRepository,
    private readonly cells: CellRepository,
  ) {}

  async open(
    tx: Tx,
    websetId: string,
    options: ExportOptions,
    onRows: (done: number) => Promise<void> = async () => {},
  ): Promise<{ source: ExportSource; count: number }> {
    const all = await this.websets.listColumns(tx, websetId)
    const kinds = new Map(all.map((column) => [column.id, column.kind]))
    const chosen = options.columnIds
      ? options.columnIds.flatMap((id) => all.find((column) => column.id === id) ?? [])
      : all
    const columns = chosen.map((column): ExportColumn => ({
      id: column.id,
      name: column.name,
      kind: column.kind,
      fact: factOf(column.enrichment),
      isEnrichment: column.enrichment !== null,
    }))
    const answered = columns.filter((column) => column.isEnrichment).map((column) => column.id)
    const query = { filter: options.filter as Filter[], search: options.search }
    const read = async function* (this: ExportReader): AsyncGenerator<ExportRow> {
      let done = 0
      for (let after = 0; ;) {
        const page = await this.rows.page(tx, websetId, query, kinds, after, PAGE)
        if (page.length === 0) return
        yield* await this.#withEvidence(tx, websetId, page, answered)
        await onRows((done += page.length))
        after = page.at(-1)!.id
      }
    }
    return {
      source: { columns, withEvidence: options.evidence, rows: read.bind(this) },
      count: await this.rows.count(tx, websetId, query, kinds),
    }
  }

  async #withEvidence(
    tx: Tx,
    websetId: string,
    page: readonly StoredRow[],
    answered: readonly string[],
  ): Promise<ExportRow[]> {
    if (answered.length === 0) return page.map((row) => ({ ...row, marks: new Map() }))
    const states = await this.cells.states(
      tx,
      websetId,
      page.map((row) => row.id),
      answered,
    )
    const ids = states.flatMap((state) => bestCandidates(state).flatMap((candidate) => candidate.evidenceId ?? []))
    const evidence = new Map((await this.cells.evidence(tx, ids)).map((found) => [found.id, found as ExportEvidence]))
    const marks = new Map<number, Map<string, ExportMark>>()
    for (const state of states) {
      const row = marks.get(state.rowId) ?? new Map<string, ExportMark>()
      const proofs = bestCandidates(state).flatMap(
        (candidate) => (candidate.evidenceId && evidence.get(candidate.evidenceId)) || [],
      )
      row.set(state.columnId, { state: state.state, empty: state.empty, evidence: proofs })
      marks.set(state.rowId, row)
    }
    return page.map((row) => ({ ...row, marks: marks.get(row.id) ?? new Map() }))
  }
}

/**
 * The candidates that the cell's value is one of: verified ones for a verified value, cited ones for a cited value,
 * the chosen one for a value that a person chose, none for a value that a person typed.
 */
function bestCandidates(state: CellStateRow): CellStateRow['candidates'] {
  const { candidates, evidenceId } = state
  return state.state === 'human'
    ? candidates.filter((candidate) => evidenceId !== null && candidate.evidenceId === evidenceId)
    : candidates.filter((candidate) => candidate.state === state.state)
}
