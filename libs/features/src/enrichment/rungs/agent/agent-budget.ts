import { AGENT_LIMITS, type AgentStep, type Rung } from '@enrichify/domain'

/** Why a swarm was stopped early. */
export type AgentLimit = 'steps' | 'pages' | 'money'

const WORDS: Record<AgentLimit, string> = {
  steps: 'The limit of steps was reached.',
  pages: 'The limit of pages was reached.',
  money: 'The limit of money for this cell was reached.',
}

/** What a swarm may still do, shared by all its members, and what it has done so far. */
export class AgentBudget {
  readonly steps: AgentStep[] = []
  readonly maxSteps: number
  readonly #maxPages: number
  readonly #maxMicros: number | null
  readonly #read = new Set<string>()
  readonly #reached = new Set<AgentLimit>()
  #reservedMicros = 0
  spentMicros = 0
  input = 0
  output = 0

  constructor(rung: Rung, columns: number) {
    this.maxSteps = rung.maxSteps ?? AGENT_LIMITS.steps
    this.#maxPages = rung.maxPages ?? AGENT_LIMITS.pages
    this.#maxMicros = rung.maxMicros === null ? null : rung.maxMicros * columns
  }

  note(step: Omit<AgentStep, 'captureId' | 'costMicros'> & Partial<AgentStep>): void {
    this.steps.push({ captureId: null, costMicros: 0, ...step, detail: step.detail.slice(0, 600) })
  }

  /**
   * Reserves the most that a call can cost until it is paid, since others spend at the same time. False: that is more
   * than is left.
   */
  reserve(boundMicros: number): boolean {
    const may = this.#maxMicros === null || this.spentMicros + this.#reservedMicros + boundMicros <= this.#maxMicros
    if (may) this.#reservedMicros += boundMicros
    else this.#reached.add('money')
    return may
  }

  release(boundMicros: number): void {
    this.#reservedMicros -= boundMicros
  }

  paid(costMicros: number, usage: { inputTokens: number; outputTokens: number }): void {
    this.spentMicros += costMicros
    this.input += usage.inputTokens
    this.output += usage.outputTokens
  }

  /** A page counts once, even if several members read it. */
  mayRead(url: string): boolean {
    if (this.#read.has(url)) return true
    if (this.#read.size >= this.#maxPages) {
      this.#reached.add('pages')
      return false
    }
    this.#read.add(url)
    return true
  }

  outOfSteps(): void {
    this.#reached.add('steps')
  }

  get limits(): AgentLimit[] {
    return [...this.#reached]
  }

  get limitWords(): string | null {
    return this.limits.map((limit) => WORDS[limit]).join(' ') || null
  }
}
