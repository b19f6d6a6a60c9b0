import {
  describeClaims,
  describeQuestions,
  describeTask,
  fenceResult,
  passageQuestions,
  PLAN_SCHEMA,
  PLANNER_SYSTEM,
  readAgentClaims,
  readPlan,
  readVerdicts,
  RESEARCH_TOOLS,
  RESEARCHER_SYSTEM,
  selectPassages,
  VERIFIER_SYSTEM,
  type AgentClaim,
  type AskedColumn,
  type ResearchTask,
} from '@enrichify/domain'
import type { StoredPage } from '../../../pages/page-store.ts'
import type { SiteReader } from '../../../pages/site-reader.ts'
import { boundOf } from '../../../providers/call-price.ts'
import type { Candidate } from '../../../providers/connection-directory.ts'
import { type CallPurpose, type ProviderGateway } from '../../../providers/provider-gateway.ts'
import type { RowWork } from '../../row-work.ts'
import type { PageFinder } from '../page-finder.ts'
import type { AgentBudget } from './agent-budget.ts'
import { KnownAddresses } from './known-addresses.ts'

const PASSAGES = 3000
const OUTPUT_TOKENS = 700

type ModelQuestion = Parameters<ProviderGateway['askModel']>[2]
type Message = ModelQuestion['messages'][number]

export interface SwarmTools {
  gateway: ProviderGateway
  finder: PageFinder
  sites: SiteReader
}

/** Everything that one swarm knows. */
export interface SwarmTask {
  work: RowWork
  candidates: readonly Candidate[]
  entity: string
  items: readonly AskedColumn[]
  budget: AgentBudget
  /** What its calls count towards. Each call has its own key, so that repeated work finds its answers already paid. */
  purpose: (step: string) => CallPurpose
  /** Pages that were read, by address. */
  pages: Map<string, StoredPage>
}

/** A claim and the verifier's opinion of it. */
export interface CheckedClaim extends AgentClaim {
  supported: boolean
}

/**
 * A planner, several researchers in parallel, and a verifier. Tools only search and read, and their results are data.
 */
export class Swarm {
  readonly #known: KnownAddresses

  constructor(
    private readonly tools: SwarmTools,
    private readonly task: SwarmTask,
  ) {
    this.#known = new KnownAddresses(task.work.site?.url)
  }

  async research(): Promise<CheckedClaim[]> {
    const tasks = await this.#plan()
    const done = await Promise.allSettled(tasks.map((task, index) => this.#investigate(task, index + 1)))
    // All of them have ended before a failure of one is thrown: repeated work must not run beside the first.
    const failed = done.find((each) => each.status === 'rejected')
    if (failed) throw failed.reason
    return this.#verify(done.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])))
  }

  async #plan(): Promise<ResearchTask[]> {
    const { budget, items } = this.task
    const fallback: ResearchTask = { goal: 'Answer the questions.', queries: [] }
    const answer = await this.#ask('plan', {
      system: PLANNER_SYSTEM,
      messages: [{ role: 'user', text: this.#questions() }],
      schema: PLAN_SCHEMA,
      maxOutputTokens: OUTPUT_TOKENS,
    })
    if (!answer) return []
    const tasks = readPlan(answer.json, fallback)
    const questions = `${items.length} ${items.length === 1 ? 'question' : 'questions'}`
    budget.note({
      role: 'planner',
      worker: 0,
      action: 'plan',
      detail: `${questions}: ${tasks.map(({ goal }) => goal).join(' · ')}`,
      costMicros: answer.costMicros,
    })
    return tasks
  }

  async #investigate(task: ResearchTask, worker: number): Promise<AgentClaim[]> {
    const { budget, items } = this.task
    const messages: Message[] = [{ role: 'user', text: `${this.#questions()}\n\n${describeTask(task)}` }]
    for (let step = 1; step <= budget.maxSteps; step++) {
      const answer = await this.#ask(`r${worker}:${step}`, {
        system: RESEARCHER_SYSTEM,
        messages,
        tools: RESEARCH_TOOLS,
        maxOutputTokens: OUTPUT_TOKENS,
      })
      if (!answer) return []
      const submitted = answer.toolCalls.find(({ name }) => name === 'answer')
      if (submitted) {
        const claims = readAgentClaims(submitted.arguments, items.length)
        budget.note({
          role: 'researcher',
          worker,
          action: 'answer',
          detail: claims.map(({ question, value }) => `q${question + 1}: ${value}`).join(' · ') || 'Nothing was found.',
          costMicros: answer.costMicros,
        })
        return claims
      }
      if (answer.toolCalls.length === 0) {
        budget.note({
          role: 'researcher',
          worker,
          action: 'stop',
          detail: 'It answered without submitting a claim.',
          costMicros: answer.costMicros,
        })
        return []
      }
      messages.push({ role: 'assistant', text: answer.text, toolCalls: answer.toolCalls })
      for (const [index, call] of answer.toolCalls.entries())
        messages.push({
          role: 'tool',
          callId: call.id,
          name: call.name,
          text: await this.#use(call, worker, index === 0 ? answer.costMicros : 0),
        })
    }
    budget.outOfSteps()
    budget.note({ role: 'researcher', worker, action: 'stop', detail: 'The limit of steps was reached.' })
    return []
  }

  async #use(
    { id, name, arguments: input }: { id: string; name: string; arguments: Record<string, unknown> },
    worker: number,
    costMicros: number,
  ): Promise<string> {
    if (name === 'search' && typeof input.query === 'string')
      return this.#search(input.query.slice(0, 300), worker, id, costMicros)
    if (name === 'read' && typeof input.url === 'string')
      return this.#read(
        input.url.slice(0, 2000),
        typeof input.looking_for === 'string' ? input.looking_for : '',
        worker,
        costMicros,
      )
    return 'There is no such tool, or something that it needs is missing.'
  }

  async #search(query: string, worker: number, callId: string, costMicros: number): Promise<string> {
    const { budget, work } = this.task
    const found = await this.tools.finder.find(work, query, `r${worker}:${callId}`)
    budget.spentMicros += found.costMicros
    for (const { url } of found.hits) this.#known.add(url)
    budget.note({
      role: 'researcher',
      worker,
      action: 'search',
      detail: `“${query}”: ${found.hits.length} found by ${found.by}`,
      costMicros: costMicros + found.costMicros,
    })
    return fenceResult(
      'search',
      found.hits.map(({ url, title, snippet }, index) => `${index + 1}. ${url}\n${title}\n${snippet}`).join('\n\n') ||
        'Nothing was found.',
    )
  }

  async #read(url: string, lookingFor: string, worker: number, costMicros: number): Promise<string> {
    const { budget, work, items, pages } = this.task
    if (!this.#known.has(url))
      return 'This address is in no result and on no page that was read. Read one of those, or search.'
    if (!budget.mayRead(url)) {
      budget.note({
        role: 'researcher',
        worker,
        action: 'stop',
        detail: `${url} was not read: the limit of pages was reached.`,
        costMicros,
      })
      return 'No more pages may be read. Hand in what you have.'
    }
    const result = await this.tools.sites.readPage(work.scope, url, work.pageOptions)
    if (!result.ok) {
      budget.note({
        role: 'researcher',
        worker,
        action: 'read',
        detail: `${url}: ${result.failure.replaceAll('_', ' ')}`,
        costMicros,
      })
      return `This page could not be read (${result.failure}).`
    }
    pages.set(url, result.page)
    for (const link of result.page.links) this.#known.add(link.url)
    budget.note({
      role: 'researcher',
      worker,
      action: 'read',
      detail: url,
      captureId: result.page.captureId,
      costMicros,
    })
    const passages = selectPassages([result.page], [lookingFor, ...passageQuestions(items)], PASSAGES)
    return fenceResult(
      'page',
      `${url}\n\n${passages.map(({ start, end }) => result.page.evidence.text.slice(start, end)).join('\n…\n')}`,
    )
  }

  /** Independent: the verifier sees values and quotes, but not how they were found. */
  async #verify(claims: readonly AgentClaim[]): Promise<CheckedClaim[]> {
    const { budget, entity, items } = this.task
    if (claims.length === 0) return []
    const { text, schema } = describeClaims(entity, items, claims)
    const answer = await this.#ask('verify', {
      system: VERIFIER_SYSTEM,
      messages: [{ role: 'user', text }],
      schema,
      maxOutputTokens: 60 * claims.length + 200,
    })
    const verdicts = answer ? readVerdicts(answer.json, claims.length) : claims.map(() => false)
    budget.note({
      role: 'verifier',
      worker: 0,
      action: 'verify',
      detail: claims
        .map(({ value }, index) => `${value}: ${verdicts[index] ? 'supported' : 'not supported'}`)
        .join(' · '),
      costMicros: answer?.costMicros ?? 0,
    })
    return claims.map((claim, index) => ({ ...claim, supported: verdicts[index]! }))
  }

  #questions(): string {
    const { entity, work, items } = this.task
    return describeQuestions(entity, work.site?.url ?? null, items)
  }

  /** One paid call. Null if it could cost more than the swarm may still spend. */
  async #ask(step: string, request: ModelQuestion) {
    const { budget, candidates, purpose, work } = this.task
    const bound = boundOf(candidates[0]!.cost, Buffer.byteLength(JSON.stringify(request)), request.maxOutputTokens)
    if (!budget.reserve(bound)) {
      budget.note({
        role: step === 'plan' ? 'planner' : step === 'verify' ? 'verifier' : 'researcher',
        worker: 0,
        action: 'stop',
        detail: 'The next step could cost more than is left for this cell.',
      })
      return null
    }
    try {
      const { answer, costMicros } = await this.tools.gateway.askModel(
        work.scope,
        candidates,
        request,
        purpose(step),
        work.stop,
      )
      budget.paid(costMicros, answer.usage)
      return { ...answer, costMicros }
    } finally {
      budget.release(bound)
    }
  }
}
