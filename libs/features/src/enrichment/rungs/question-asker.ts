import { type ColumnEntity } from '@enrichify/database'
import {
  composeQuestion,
  passageBudget,
  passageQuestions,
  readClaims,
  selectPassages,
  traceStep,
  type ModelClaim,
  type Rung,
  type TraceStep,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import type { StoredAnswer } from '../../pages/page-store.ts'
import { boundOf } from '../../providers/call-price.ts'
import { ConnectionDirectory } from '../../providers/connection-directory.ts'
import { ProviderGateway } from '../../providers/provider-gateway.ts'
import { entityName } from '../entity-name.ts'
import { planHashOf } from '../plan-hash.ts'
import type { RowWork } from '../row-work.ts'
import { callPurpose } from './call-purpose.ts'
import { claimAnswer } from './claim-answer.ts'
import { criterionId, readClaim, readScore, type ReadClaim } from './claim-cells.ts'
import { columnQuestions } from './column-questions.ts'
import { failedCall } from './failed-call.ts'
import { outputBound } from './output-bound.ts'
import { forAll, nothing, type RungAnswer } from './rung.ts'
import { shareCost } from './share-cost.ts'

/** Questions in words, put to a model over stored pages: one call for all columns that ask the same model. */
@Injectable()
export class QuestionAsker {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly directory: ConnectionDirectory,
  ) {}

  /** `kind` names the rung; `pages` is what it has to answer from. */
  async ask(
    work: RowWork,
    columns: readonly ColumnEntity[],
    rung: Rung,
    pages: readonly StoredAnswer[],
  ): Promise<Map<string, RungAnswer>> {
    const { run } = work.frame
    const candidates = await this.directory.modelsFor(run, rung.model)
    const [first] = candidates
    if (!first)
      return forAll(columns, () =>
        nothing('needs_model', traceStep(rung.kind, 'failed', { note: 'No model is connected.' })),
      )
    const items = columns.flatMap((column) => columnQuestions(work, column))
    const passages = selectPassages(pages, passageQuestions(items), passageBudget(items.length))
    const { system, text, schema } = composeQuestion(items, entityName(work), pages, passages)
    const request = {
      system,
      messages: [{ role: 'user' as const, text }],
      schema,
      maxOutputTokens: outputBound(items.length),
    }
    if (
      rung.maxMicros !== null &&
      boundOf(first.cost, Buffer.byteLength(text) + system.length, request.maxOutputTokens) >
        rung.maxMicros * columns.length
    )
      return forAll(columns, () =>
        nothing(
          'limit_reached',
          traceStep(rung.kind, 'skipped', { note: 'It could cost more than this step may.', by: first.model }),
        ),
      )
    const shown = passages.map(({ page, start, end }) => ({
      captureId: pages[page]!.captureId,
      url: pages[page]!.url,
      start,
      end,
    }))
    try {
      const planHash = planHashOf(columns, rung)
      const paid = await this.gateway.askModel(
        work.scope,
        candidates,
        request,
        callPurpose(
          work,
          `${rung.kind === 'model' ? 'extract' : rung.kind}:${run.id}:${work.row.id}:${planHash.slice(0, 16)}`,
          { purpose: 'extract', planHash, cells: columns.length },
        ),
        work.stop,
      )
      const claims = paid.answer.stop === 'refused' ? null : readClaims(paid.answer.json, items, pages.length)
      const { inputTokens, outputTokens } = paid.answer.usage
      const trace: Partial<TraceStep> = {
        by: paid.answer.model || first.model,
        source: paid.source,
        tokens: { input: inputTokens, output: outputTokens },
        passages: shown,
      }
      const shares = shareCost(paid.costMicros, columns.length)
      const frame = {
        rowId: work.row.id,
        entity: work.entity,
        pages,
        source: `${rung.kind}:${first.connection.providerId}/${first.model ?? ''}`,
      }
      return forAll(columns, (column, index) => {
        const costMicros = shares[index]!
        // Paid for, but of no use: the cell says so, with what it cost.
        if (!claims)
          return {
            found: null,
            empty: 'provider_error',
            costMicros,
            trace: [
              traceStep(rung.kind, 'failed', {
                ...trace,
                costMicros,
                note:
                  paid.answer.stop === 'refused'
                    ? 'The model refused to answer.'
                    : 'The answer was not in the requested form.',
              }),
            ],
          }
        const read = readOne(column, new Map(items.map(({ id }, at) => [id, claims[at] ?? null])), frame)
        // Practice knows saved answers only. That it has none says nothing about the pages.
        const isUnknown = run.practice && !read.found && read.empty === 'not_on_page'
        return claimAnswer(rung, { ...trace, costMicros }, isUnknown ? { ...read, empty: 'no_saved_answer' } : read)
      })
    } catch (error) {
      return forAll(columns, () => failedCall(error, rung, run))
    }
  }
}

function readOne(
  column: ColumnEntity,
  claims: ReadonlyMap<string, ModelClaim | null>,
  frame: Parameters<typeof readClaim>[2],
): ReadClaim & { lines?: string[] } {
  const plan = column.enrichment
  if (plan?.method !== 'score') return readClaim(column, claims.get(column.id) ?? null, frame)
  return readScore(
    column,
    plan,
    plan.criteria.map((_, index) => claims.get(criterionId(column.id, index)) ?? null),
    frame,
  )
}
