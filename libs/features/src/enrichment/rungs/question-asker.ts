import { BudgetExceeded, type ColumnEntity } from '@enrichify/database'
import {
  composeQuestion,
  FAILURE_POLICIES,
  fillReferences,
  oneLine,
  passageBudget,
  passageQuestions,
  ProviderFailure,
  readClaims,
  selectPassages,
  traceStep,
  wordsOfValue,
  type AskedColumn,
  type EmptyReason,
  type ModelChoice,
  type ModelClaim,
  type Rung,
  type TraceStep,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import type { StoredAnswer } from '../../archive/page-store.ts'
import { ConnectionBook, type Candidate } from '../../providers/connection-book.ts'
import { boundOf, hashOf, ProviderGateway, type CallPurpose } from '../../providers/provider-gateway.ts'
import type { RowWork } from '../row-work.ts'
import { criterionId, readClaim, readScore, type ReadClaim } from './claim-cells.ts'
import { forAll, nothing, RunMustWait, type RungAnswer } from './rung.ts'

const OUTPUT_TOKENS = 500
const MORE_OUTPUT_PER_QUESTION = 200
const EXAMPLES = 3

/** Questions in words, put to a model over pages that are stored: one call for all columns that ask the same model. */
@Injectable()
export class QuestionAsker {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly book: ConnectionBook,
  ) {}

  /** `kind` names the rung; `pages` is what it has to answer from. */
  async ask(
    work: RowWork,
    columns: readonly ColumnEntity[],
    rung: Rung,
    pages: readonly StoredAnswer[],
  ): Promise<Map<string, RungAnswer>> {
    const { run } = work.frame
    const candidates = await this.candidates(run, rung.model)
    const [first] = candidates
    if (!first)
      return forAll(columns, () =>
        nothing('needs_model', traceStep(rung.kind, 'failed', { note: 'No model is connected.' })),
      )
    const items = columns.flatMap((column) => asAsked(work, column))
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
        purposeOf(
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
      const shares = shareOut(paid.costMicros, columns.length)
      const frame = {
        rowId: work.row.id,
        entity: work.entity,
        pages,
        source: `${rung.kind}:${first.connection.providerId}/${first.model ?? ''}`,
      }
      return forAll(columns, (column, index) => {
        const costMicros = shares[index]!
        // Paid for and of no use: the cell says so, with what it cost.
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
                    : 'The answer was not in the asked form.',
              }),
            ],
          }
        return answered(
          rung,
          { ...trace, costMicros },
          readOne(column, new Map(items.map(({ id }, at) => [id, claims[at] ?? null])), frame),
        )
      })
    } catch (error) {
      return forAll(columns, () => this.failed(error, rung))
    }
  }

  /** What a call that failed means for the cells: a reason that can be mended later, or a run that has to wait. */
  failed(error: unknown, { kind }: Pick<Rung, 'kind'>): RungAnswer {
    if (error instanceof BudgetExceeded)
      return nothing('budget_reached', traceStep(kind, 'failed', { note: 'The budget is used up.' }))
    if (!(error instanceof ProviderFailure)) throw error
    const { again, mend } = FAILURE_POLICIES[error.kind]
    if (again === 'mend' && error.kind !== 'uncertain') throw new RunMustWait(mend)
    return nothing('provider_error', traceStep(kind, 'failed', { note: mend }))
  }

  /** Who may answer; in practice only the recorded answers do. */
  async candidates(
    run: { workspaceId: string; createdBy: string; practice: boolean },
    chosen: ModelChoice | null,
  ): Promise<Candidate[]> {
    if (run.practice)
      return (await this.book.list(run.workspaceId, run.createdBy, 'llm'))
        .filter(({ providerId }) => providerId === 'practice')
        .flatMap((connection) => this.book.candidate(connection, connection.defaultModel) ?? [])
    return this.book.models(run.workspaceId, run.createdBy, chosen)
  }
}

/** Where a call counts, and who may still make it. */
export function purposeOf(
  work: RowWork,
  attemptKey: string,
  more: Pick<CallPurpose, 'purpose' | 'planHash' | 'cells'>,
): CallPurpose {
  const { run } = work.frame
  return {
    attemptKey,
    websetId: run.websetId,
    runId: run.id,
    rowId: work.row.id,
    userId: run.createdBy,
    practice: run.practice,
    fence: work.fence,
    ...more,
  }
}

/** Calls of one plan ask the same of different pages, and so cost alike. */
export function planHashOf(columns: readonly ColumnEntity[], rung: Pick<Rung, 'kind' | 'model'>): string {
  return hashOf([
    rung.kind,
    rung.model,
    columns.map(({ id, kind, settings, enrichment }) => [
      id,
      kind,
      settings,
      enrichment?.method === 'score'
        ? enrichment.criteria
        : enrichment?.method === 'answer'
          ? enrichment.question
          : null,
    ]),
  ])
}

export function outputBound(questions: number): number {
  return OUTPUT_TOKENS + MORE_OUTPUT_PER_QUESTION * questions
}

export function entityName(work: RowWork): string {
  const { site, entity } = work
  if (entity.name) return entity.name
  if (site) return new URL(site.url).hostname
  const [first] = work.frame.plan.given
  return (first && work.text(first.id)) || `row ${work.row.id}`
}

/** A column as it is asked for this row: other columns' values stand where it names them; a score is asked as its criteria. */
export function asAsked(work: RowWork, column: ColumnEntity): AskedColumn[] {
  const plan = column.enrichment
  const fill = (text: string): string => fillReferences(text, (id) => oneLine(work.text(id)).slice(0, 300))
  if (plan?.method === 'score')
    return plan.criteria.map(({ name, question }, index) => ({
      id: criterionId(column.id, index),
      name,
      kind: 'boolean' as const,
      settings: {},
      question: fill(question),
    }))
  const examples =
    plan?.method === 'answer' && plan.examples
      ? (work.frame.lessons.examples.get(column.id) ?? [])
          .filter(({ rowId }) => rowId !== work.row.id)
          .slice(0, EXAMPLES)
      : []
  return [
    {
      id: column.id,
      name: column.name,
      kind: column.kind,
      settings: column.settings,
      question: fill(plan?.method === 'answer' ? plan.question : column.name),
      examples: examples.map(({ value, quote }) => ({ value: wordsOfValue(value), quote })),
    },
  ]
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

const NOTES: Partial<Record<EmptyReason, string>> = {
  not_on_page: 'The passages do not say it.',
  failed_verification: 'The answer does not fit the column’s type.',
}

export function answered(
  rung: Pick<Rung, 'kind'>,
  trace: Partial<TraceStep>,
  read: ReadClaim & { lines?: string[] },
): RungAnswer {
  const note = read.lines?.join(' · ') ?? (read.found ? null : (NOTES[read.empty] ?? null))
  const outcome = read.found ? 'answered' : read.empty === 'not_on_page' ? 'nothing' : 'failed'
  return {
    found: read.found,
    empty: read.empty,
    costMicros: trace.costMicros ?? 0,
    trace: [traceStep(rung.kind, outcome, { ...trace, note, quoteFound: read.quoteFound })],
  }
}

/** A call's price over its cells, to the last millionth. */
export function shareOut(micros: number, parts: number): number[] {
  const each = Math.floor(micros / parts)
  return Array.from({ length: parts }, (_, index) => each + (index < micros - each * parts ? 1 : 0))
}
