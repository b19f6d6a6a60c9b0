import { newEvidenceId, type ColumnEntity } from '@enrichify/database'
import {
  COLUMN_TYPES,
  dataRequestOf,
  locateQuote,
  traceStep,
  type DataFact,
  type Rung,
  type TraceStep,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { PageStore } from '../../pages/page-store.ts'
import { ConnectionDirectory, type Candidate } from '../../providers/connection-directory.ts'
import { hashOf } from '../../providers/hash-of.ts'
import { ProviderGateway } from '../../providers/provider-gateway.ts'
import type { RowWork } from '../row-work.ts'
import { callPurpose } from './call-purpose.ts'
import { failedCall } from './failed-call.ts'
import { nothing, type FoundValue, type RungAnswer, type RungRunner } from './rung.ts'
import { shareCost } from './share-cost.ts'

/**
 * Services that have records. They are asked for named facts, the most trusted one first, until each column has an
 * answer. The answer is stored and quoted like a page.
 */
@Injectable()
export class DataRung implements RungRunner {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly directory: ConnectionDirectory,
    private readonly pages: PageStore,
  ) {}

  async answer(work: RowWork, columns: readonly ColumnEntity[], rung: Rung): Promise<Map<string, RungAnswer>> {
    const answers = new Map(columns.map((column) => [column.id, nothing(null)]))
    const { run } = work.frame
    const services = run.practice || run.mode === 'reextract' ? [] : await this.#services(work)
    for (const service of services) {
      const open = columns.filter((column) => answers.get(column.id)!.found === null && knows(service, column))
      if (open.length) await this.#askOne(work, service, open, rung, answers)
    }
    for (const column of columns) {
      const answer = answers.get(column.id)!
      if (answer.trace.length === 0)
        answer.trace.push(
          traceStep('data', 'skipped', {
            note:
              factOf(column) === null
                ? 'No data service answers this kind of question.'
                : 'No connected data service answers this.',
          }),
        )
    }
    return answers
  }

  /** In the users' order, but a service that people have often called wrong comes later. */
  async #services(work: RowWork): Promise<Candidate[]> {
    const { run, feedback } = work.frame
    const connected = (await this.directory.list(run.workspaceId, run.createdBy, 'data')).flatMap(
      (connection) => this.directory.candidate(connection, null) ?? [],
    )
    const trust = ({ connection }: Candidate): number => feedback.trust.get(`data:${connection.providerId}`) ?? 0.5
    return connected.toSorted((a, b) => trust(b) - trust(a))
  }

  async #askOne(
    work: RowWork,
    service: Candidate,
    columns: readonly ColumnEntity[],
    rung: Rung,
    answers: Map<string, RungAnswer>,
  ): Promise<void> {
    const { connection, cost } = service
    const add = (column: ColumnEntity, more: Partial<RungAnswer>, step: TraceStep): void => {
      const before = answers.get(column.id)!
      answers.set(column.id, {
        found: more.found ?? before.found,
        empty: more.empty ?? before.empty,
        costMicros: before.costMicros + (more.costMicros ?? 0),
        trace: [...before.trace, step],
      })
    }
    const each = (work_: (column: ColumnEntity, index: number) => void): void => columns.forEach(work_)
    const tooExpensive =
      rung.maxMicros !== null && cost?.unit === 'call' && cost.micros > rung.maxMicros * columns.length
    if (tooExpensive)
      return each((column) =>
        add(
          column,
          { empty: 'limit_reached' },
          traceStep('data', 'skipped', { by: connection.label, note: 'It costs more than this step may.' }),
        ),
      )
    const facts = [...new Set(columns.map((column) => factOf(column)!))]
    const request = dataRequestOf(
      facts,
      work.frame.plan.plainColumns.map(({ id, name, kind }) => ({ name, kind, text: work.text(id) })),
      work.site,
      work.entity,
    )
    try {
      const { answer, costMicros, source } = await this.gateway.askData(
        work.scope,
        [service],
        request,
        callPurpose(work, `data:${work.frame.run.id}:${work.row.id}:${connection.id}:${hashOf(facts).slice(0, 12)}`, {
          purpose: 'data',
          planHash: hashOf(['data', connection.providerId, facts]),
          cells: columns.length,
        }),
        work.stop,
      )
      const kept = answer.values.length
        ? await this.pages.keep(
            work.scope,
            answer.values[0]!.sourceUrl ?? service.provider.homepage,
            recordText(connection.label, answer),
            Date.now(),
          )
        : null
      const shares = shareCost(costMicros, columns.length)
      each((column, index) => {
        const value = answer.values.find(({ fact }) => fact === factOf(column))
        const parsed =
          value &&
          COLUMN_TYPES[column.kind].parse(
            Array.isArray(value.value) ? value.value.join('; ') : String(value.value),
            column.settings,
          )
        const step = { by: connection.label, source, costMicros: shares[index]! }
        if (!value || !kept)
          return add(
            column,
            { empty: 'not_on_page', costMicros: shares[index]! },
            traceStep('data', 'nothing', {
              ...step,
              note: answer.match ? `“${answer.match.name}” was found, without it.` : 'No record was found.',
            }),
          )
        if (!parsed?.ok || parsed.value === null)
          return add(
            column,
            { empty: 'failed_verification', costMicros: shares[index]! },
            traceStep('data', 'failed', { ...step, note: 'The answer does not fit the column’s type.' }),
          )
        const place = locateQuote(kept.evidence, lineOf(value.fact, value.value))!
        const id = newEvidenceId()
        const found: FoundValue = {
          value: parsed.value,
          state: 'cited',
          primary: id,
          evidence: [
            {
              id,
              rowId: work.row.id,
              columnId: column.id,
              captureId: kept.captureId,
              value: parsed.value,
              quote: kept.evidence.text.slice(place.start, place.end),
              ...place,
              textHash: kept.evidence.hash,
              textVersion: kept.evidence.version,
              rule: null,
            },
          ],
          candidates: [
            {
              value: parsed.value,
              state: 'cited',
              evidenceId: id,
              reason: 'service_says',
              pages: 1,
              source: `data:${connection.providerId}`,
            },
          ],
        }
        add(
          column,
          { found, costMicros: shares[index]! },
          traceStep('data', 'answered', {
            ...step,
            note: answer.match ? `Record “${answer.match.name}”` : null,
            quoteFound: true,
          }),
        )
      })
    } catch (error) {
      // If the row lacks what the service looks things up by, that is no fault of the service.
      each((column) => {
        const failed = failedCall(error, rung, work.frame.run)
        add(column, { empty: failed.empty }, { ...failed.trace[0]!, by: connection.label })
      })
    }
  }
}

function factOf(column: ColumnEntity): DataFact | null {
  return column.enrichment?.method === 'answer' ? column.enrichment.dataFact : null
}

function knows({ provider }: Candidate, column: ColumnEntity): boolean {
  const fact = factOf(column)
  return provider.kind === 'data' && fact !== null && provider.answers.includes(fact)
}

function lineOf(fact: string, value: unknown): string {
  return `${fact}: ${Array.isArray(value) ? value.join('; ') : String(value)}`
}

/** The answer as text, which its values are quoted from. */
function recordText(
  label: string,
  answer: {
    values: readonly { fact: string; value: unknown; sourceUrl: string | null; confidence: number | null }[]
    match: { id: string; name: string } | null
    attribution: string | null
  },
): string {
  const { values, match, attribution } = answer
  return [
    `Answer of ${label}`,
    ...(match ? [`record: ${match.name} (${match.id})`] : []),
    ...values.map(({ fact, value }) => lineOf(fact, value)),
    ...new Set(values.flatMap(({ sourceUrl }) => (sourceUrl ? `source: ${sourceUrl}` : []))),
    ...(attribution ? [attribution] : []),
  ].join('\n')
}
