import type { RunEntity, StoredRow, Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { crashPoint } from '@enrichify/platform'
import { ProviderGateway } from '../providers/provider-gateway.ts'
import type { RunCell } from '../websets/cell-writer.ts'
import { fillRow, siteOf, wantedFacts, type RowPlan } from './fill-row.ts'
import { ModelRung } from './model-rung.ts'

export interface FilledRow {
  rowId: number
  cells: RunCell[]
  pages: number
}

/** The rungs of one row, cheapest first: its pages' ready facts, then a model for what they cannot answer. */
@Injectable()
export class RowFiller {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly model: ModelRung,
  ) {}

  /** A string: why the run must wait for a person. */
  async fill(run: RunEntity, archiveId: string | null, plan: RowPlan, row: StoredRow, fence: (tx: Tx) => Promise<boolean>, stop: AbortSignal): Promise<FilledRow | string> {
    const scope = { workspaceId: run.workspaceId }
    const site = siteOf(plan, row)
    crashPoint('row_before_reading')
    // Without a model there is nobody to read pages for.
    const isRead = plan.facts.length > 0 || (await this.model.canAnswer(run, plan.questions))
    const reading = site && isRead ? await this.gateway.readSite(scope, site, { archiveId, since: run.createdAt, wanted: wantedFacts(plan), maxPages: run.maxPages, signal: stop }) : null
    crashPoint('row_after_reading')
    const cells = fillRow(plan, row, site, reading)
    if (plan.questions.length) {
      crashPoint('row_before_model')
      const answered = await this.model.answer({ scope, websetId: run.websetId, runId: run.id, userId: run.createdBy, practice: run.practice, row, site, reading, fence, stop }, plan.questions)
      if (answered.mend !== null) return answered.mend
      cells.push(...answered.cells)
      crashPoint('row_after_model')
    }
    return { rowId: row.id, cells, pages: reading?.fetched ?? 0 }
  }
}
