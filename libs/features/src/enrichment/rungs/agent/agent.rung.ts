import type { ColumnEntity } from '@enrichify/database'
import { traceStep, type Rung } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { SiteReader } from '../../../pages/site-reader.ts'
import { ConnectionDirectory } from '../../../providers/connection-directory.ts'
import { ProviderGateway } from '../../../providers/provider-gateway.ts'
import { entityName } from '../../entity-name.ts'
import { planHashOf } from '../../plan-hash.ts'
import type { RowWork } from '../../row-work.ts'
import { callPurpose } from '../call-purpose.ts'
import { claimAnswer } from '../claim-answer.ts'
import { readClaim } from '../claim-cells.ts'
import { columnQuestions } from '../column-questions.ts'
import { failedCall } from '../failed-call.ts'
import { PageFinder } from '../page-finder.ts'
import { forAll, nothing, type FoundValue, type RungAnswer, type RungRunner } from '../rung.ts'
import { shareCost } from '../share-cost.ts'
import { AgentBudget } from './agent-budget.ts'
import { Swarm, type CheckedClaim, type SwarmTask } from './swarm.ts'

/**
 * The last rung: agents that look for pages themselves. Their claims count no more than other claims of a model until
 * we find the quote.
 */
@Injectable()
export class AgentRung implements RungRunner {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly finder: PageFinder,
    private readonly directory: ConnectionDirectory,
    private readonly sites: SiteReader,
  ) {}

  async answer(work: RowWork, columns: readonly ColumnEntity[], rung: Rung): Promise<Map<string, RungAnswer>> {
    const { run } = work.frame
    const asking = columns.filter(({ enrichment }) => enrichment?.method === 'answer')
    const others = columns.filter((column) => !asking.includes(column))
    const skipped = new Map(
      others.map((column) => [
        column.id,
        nothing(null, traceStep('agent', 'skipped', { note: 'A score is not researched.' })),
      ]),
    )
    const candidates = run.practice ? [] : await this.directory.modelsFor(run, rung.model)
    if (candidates.length === 0)
      return new Map([
        ...skipped,
        ...forAll(asking, () =>
          nothing(
            'needs_model',
            traceStep('agent', 'failed', { note: run.practice ? 'Practice has no agents.' : 'No model is connected.' }),
          ),
        ),
      ])
    const planHash = planHashOf(asking, rung)
    const budget = new AgentBudget(rung, asking.length)
    const task: SwarmTask = {
      work,
      candidates,
      entity: entityName(work),
      items: asking.flatMap((column) => columnQuestions(work, column)),
      budget,
      purpose: (step) =>
        callPurpose(work, `agent:${run.id}:${work.row.id}:${planHash.slice(0, 16)}:${step}`, {
          purpose: 'agent',
          planHash,
          cells: step === 'plan' ? asking.length : 0,
        }),
      pages: new Map(),
    }
    try {
      const claims = await new Swarm({ gateway: this.gateway, finder: this.finder, sites: this.sites }, task).research()
      return new Map([...skipped, ...this.#answers(task, asking, claims, rung)])
    } catch (error) {
      const failed = failedCall(error, rung, work.frame.run)
      const shares = shareCost(budget.spentMicros, asking.length)
      return new Map([
        ...skipped,
        ...forAll(asking, (_, index) => ({
          ...failed,
          costMicros: shares[index]!,
          trace: [{ ...failed.trace[0]!, costMicros: shares[index]!, steps: budget.steps }],
        })),
      ])
    }
  }

  #answers(
    { work, budget, pages, candidates }: SwarmTask,
    columns: readonly ColumnEntity[],
    claims: readonly CheckedClaim[],
    rung: Rung,
  ): Map<string, RungAnswer> {
    const read = [...pages.values()]
    const shares = shareCost(budget.spentMicros, columns.length)
    const frame = {
      rowId: work.row.id,
      entity: work.entity,
      pages: read,
      source: `agent:${candidates[0]!.connection.providerId}/${candidates[0]!.model ?? ''}`,
    }
    return forAll(columns, (column, index) => {
      const own = claims.filter(({ question }) => question === index)
      const readings = own
        .filter(({ supported }) => supported)
        .map((claim) =>
          readClaim(
            column,
            { columnId: column.id, value: claim.value, quote: claim.quote, page: pageOf(claim.url, [...pages.keys()]) },
            frame,
          ),
        )
      const best = bestOf(readings.flatMap(({ found }) => found ?? []))
      const trace = {
        by: candidates[0]!.model,
        source: 'paid' as const,
        costMicros: shares[index]!,
        tokens: {
          input: Math.round(budget.input / columns.length),
          output: Math.round(budget.output / columns.length),
        },
        steps: budget.steps,
      }
      if (best) return claimAnswer(rung, trace, { found: best, empty: null, quoteFound: best.primary !== null })
      const doubted = own.length > 0
      const empty = doubted ? 'failed_verification' : budget.limits.length ? 'limit_reached' : 'not_on_page'
      const note =
        budget.limitWords ?? (doubted ? 'The verifier found no claim that its quote supports.' : 'Nothing was found.')
      return {
        found: null,
        empty,
        costMicros: shares[index]!,
        trace: [traceStep('agent', doubted ? 'failed' : 'nothing', { ...trace, note, quoteFound: null })],
      }
    })
  }
}

function pageOf(url: string, urls: readonly string[]): number | null {
  const at = urls.indexOf(url)
  return at < 0 ? null : at
}

/** The best proven claim, with the others as candidates. Among equals, the one that most researchers found. */
function bestOf(found: readonly FoundValue[]): FoundValue | null {
  const votes = (value: FoundValue['value']): number =>
    found.filter((other) => JSON.stringify(other.value) === JSON.stringify(value)).length
  const rank = { verified: 2, cited: 1, asserted: 0 }
  const [best, ...others] = found.toSorted((a, b) => rank[b.state] - rank[a.state] || votes(b.value) - votes(a.value))
  if (!best) return null
  const rivals = others.filter((other) => JSON.stringify(other.value) !== JSON.stringify(best.value))
  return {
    ...best,
    evidence: [best, ...rivals].flatMap(({ evidence }) => evidence),
    candidates: [best, ...rivals].flatMap(({ candidates }) => candidates),
  }
}
