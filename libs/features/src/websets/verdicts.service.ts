import type { CellUpdate } from '@enrichify/contracts'
import {
  CellRepository,
  Database,
  type CellStateRow,
  type ColumnEntity,
  type NewVerdict,
  type StoredCandidate,
  type Tx,
} from '@enrichify/database'
import {
  actorOf,
  cellValueOf,
  factOf,
  notFound,
  Refused,
  type CellValue,
  type FactValue,
  type Principal,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { CellWriter, NO_ACTION } from './cell-writer.ts'
import { CommandRunner } from './command-runner.ts'
import { RowsService } from './rows.service.ts'
import { WebsetsService } from './websets.service.ts'

export interface Judgement {
  /** Null takes back what was said about the present value. */
  verdict: 'right' | 'wrong' | null
  /** The correct candidate. If it is left out: the current value. */
  evidenceId?: string | undefined
}

/**
 * People's verdicts on answers. They are remembered: approved cells become examples, runs leave them alone, and sources
 * gain or lose trust.
 */
@Injectable()
export class VerdictsService {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetsService,
    private readonly rows: RowsService,
    private readonly cells: CellRepository,
    private readonly writer: CellWriter,
    private readonly commands: CommandRunner,
  ) {}

  async judge(
    principal: Principal,
    websetId: string,
    rowId: number,
    columnId: string,
    { verdict, evidenceId }: Judgement,
  ): Promise<CellUpdate[]> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const column = await this.websets.requireColumn(tx, websetId, columnId)
      const value = await this.rows.valueOf(tx, websetId, rowId, columnId)
      const [stored] = await this.cells.states(tx, websetId, [rowId], [columnId])
      if (!stored)
        throw new Refused(
          'nothing_to_judge',
          'This cell was not answered by a run, so there is nothing to judge.',
          'conflict',
        )
      if (verdict === null) {
        await this.cells.removeVerdicts(tx, websetId, rowId, columnId, value)
        return []
      }
      if (evidenceId) return this.#choose(tx, principal, column, rowId, stored, evidenceId)
      if (value === null) throw new Refused('nothing_to_judge', 'This cell is empty.', 'conflict')
      const current = stored.candidates.find((candidate) => candidate.evidenceId === stored.evidenceId)
      await this.cells.addVerdicts(tx, websetId, principal.userId, [
        { rowId, columnId, verdict, value, evidenceId: stored.evidenceId, source: current?.source ?? null },
      ])
      // A wrong cell is marked to be asked again, when a person starts a run.
      return verdict === 'wrong'
        ? this.writer.markStale(tx, websetId, [{ rowId, columnId }], { by: NO_ACTION, reverses: null })
        : []
    })
  }

  /** The candidate becomes the person's own value; the others were wrong. */
  async #choose(
    tx: Tx,
    principal: Principal,
    column: ColumnEntity,
    rowId: number,
    stored: CellStateRow,
    evidenceId: string,
  ): Promise<CellUpdate[]> {
    const chosen = stored.candidates.find((candidate) => candidate.evidenceId === evidenceId)
    if (!chosen) throw notFound('candidate')
    const verdicts = stored.candidates.map((candidate): NewVerdict => ({
      rowId,
      columnId: column.id,
      verdict: sameCandidate(candidate, chosen) ? 'right' : 'wrong',
      value: valueOf(column, candidate),
      evidenceId: candidate.evidenceId,
      source: candidate.source,
    }))
    await this.cells.addVerdicts(tx, column.websetId, principal.userId, verdicts)
    const origin = { websetId: column.websetId, userId: principal.userId, actor: actorOf(principal) }
    const { cells } = await this.commands.run(tx, origin, 'cells.choose', {
      rowId,
      columnId: column.id,
      value: valueOf(column, chosen),
      evidenceId: chosen.evidenceId,
    })
    return cells ?? []
  }
}

function sameCandidate(one: StoredCandidate, other: StoredCandidate): boolean {
  return JSON.stringify(one.value) === JSON.stringify(other.value)
}

function valueOf(column: ColumnEntity, candidate: StoredCandidate): CellValue {
  const fact = factOf(column.enrichment)
  return fact ? (cellValueOf(fact, candidate.value as FactValue) as CellValue) : (candidate.value as CellValue)
}
