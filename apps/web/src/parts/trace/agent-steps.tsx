import type { TraceStepJson } from '@enrichify/contracts'
import { BookOpen, CheckCheck, Flag, ListTree, MessageSquareQuote, Search, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { FoldSummary } from '../../ui/fold-summary.tsx'
import { money, plural } from '../../ui/format.ts'
import { StoredPage } from '../stored-page.tsx'
import { groupSteps, ROLE_WORDS } from './trace-words.ts'

type AgentStepJson = TraceStepJson['steps'][number]
const ICONS = {
  plan: ListTree,
  search: Search,
  read: BookOpen,
  answer: MessageSquareQuote,
  verify: CheckCheck,
  stop: Flag,
} satisfies Record<AgentStepJson['action'], LucideIcon>

/** What agents did, by agent; closed at first. */
export function AgentSteps({ steps }: { steps: TraceStepJson['steps'] }) {
  if (steps.length === 0) return null
  const groups = groupSteps(steps)
  const several = groups.filter(({ role }) => role === 'researcher').length > 1
  return (
    <details className="mt-0.5">
      <FoldSummary className="text-small text-accent hover:text-accent-strong">
        {plural(steps.length, 'step')} by {plural(groups.length, 'agent')}
      </FoldSummary>
      <div className="mt-1 flex flex-col gap-2 rounded-base bg-paper px-2.5 py-2">
        {groups.map((group) => (
          <section key={`${group.role} ${group.worker}`} aria-label={ROLE_WORDS[group.role]}>
            <h4 className="text-small font-medium text-muted">
              {ROLE_WORDS[group.role]}
              {several && group.role === 'researcher' && ` ${group.worker + 1}`}
            </h4>
            <ol className="flex flex-col">
              {group.steps.map((step, index) => (
                <Step key={index} step={step} />
              ))}
            </ol>
          </section>
        ))}
      </div>
    </details>
  )
}

function Step({ step }: { step: AgentStepJson }) {
  const [open, setOpen] = useState(false)
  const Icon = ICONS[step.action]
  return (
    <li className="py-0.5 text-small">
      <div className="flex items-start gap-1.5">
        <Icon className="mt-0.5 size-3 shrink-0 text-quiet" aria-label={step.action} />
        {step.captureId ? (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="min-w-0 flex-1 rounded-small text-left break-words text-accent underline underline-offset-2"
          >
            {step.detail}
          </button>
        ) : (
          <span className="min-w-0 flex-1 break-words text-muted">{step.detail}</span>
        )}
        {step.costMicros > 0 && <span className="shrink-0 text-quiet">{money(step.costMicros)}</span>}
      </div>
      {open && step.captureId && (
        <div className="mt-1">
          <StoredPage captureId={step.captureId} />
        </div>
      )}
    </li>
  )
}
