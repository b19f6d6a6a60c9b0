import type { TraceStepJson } from '@enrichify/contracts'
import type { AgentRole, TraceKind, TraceOutcome } from '@enrichify/domain'
import { count } from '../../ui/format.ts'
import { RUNG_WORDS } from '../../words/rung-words.ts'

const OTHERS = {
  condition: 'Condition',
  refresh: 'Refresh',
  formula: 'Formula',
  merge: 'Best of columns',
  http: 'HTTP request',
} satisfies Partial<Record<TraceKind, string>>

export function traceName(kind: TraceKind): string {
  return kind in RUNG_WORDS ? RUNG_WORDS[kind as keyof typeof RUNG_WORDS].name : OTHERS[kind as keyof typeof OTHERS]
}

const OUTCOME_WORDS = {
  answered: 'answered',
  weak: 'not good enough',
  nothing: 'found nothing',
  skipped: 'not asked',
  failed: 'failed',
} satisfies Record<TraceOutcome, string>

/** What came of a step. A condition is not a question: it is true, or it is not. */
export function outcomeWords(kind: TraceKind, outcome: TraceOutcome): string {
  return kind === 'condition' && outcome !== 'failed'
    ? outcome === 'answered'
      ? 'true'
      : 'not true'
    : OUTCOME_WORDS[outcome]
}

export const ROLE_WORDS = { planner: 'Planner', researcher: 'Researcher', verifier: 'Verifier' } satisfies Record<
  AgentRole,
  string
>

const SOURCES = { paid: 'asked now', cache: 'from the cache, already paid', earlier: 'known from earlier' } as const

/** Who was asked, and what it took. */
export function traceFacts({
  by,
  source,
  tokens,
  quoteFound,
}: Pick<TraceStepJson, 'by' | 'source' | 'tokens' | 'quoteFound'>): string[] {
  return [
    by ?? '',
    source ? SOURCES[source] : '',
    tokens ? `${count.format(tokens.input)} tokens in, ${count.format(tokens.output)} out` : '',
    quoteFound === null ? '' : quoteFound ? 'its quote is on the page' : 'its quote is on no page',
  ].filter((words) => words !== '')
}

export interface AgentGroup {
  role: AgentRole
  worker: number
  steps: TraceStepJson['steps']
}

/** Steps by agent, in the order in which the agents began: several researchers work at once. */
export function groupSteps(steps: TraceStepJson['steps']): AgentGroup[] {
  const groups: AgentGroup[] = []
  for (const step of steps) {
    const group = groups.find(({ role, worker }) => role === step.role && worker === step.worker)
    if (group) group.steps.push(step)
    else groups.push({ role: step.role, worker: step.worker, steps: [step] })
  }
  return groups
}
