import type { TrialAnswer } from '@enrichify/contracts'
import { Check, X } from 'lucide-react'
import { EMPTY_WORDS, STATE_WORDS } from '../../sheet/cells/cell-words.ts'
import { FoldSummary } from '../../ui/fold-summary.tsx'
import { money } from '../../ui/format.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { displayText } from '../../words/value-text.ts'
import { TraceSteps } from '../trace/trace-steps.tsx'

/** One answer of a trial: value, proof, and what it cost. */
export function TrialAnswerView({ answer, expected }: { answer: TrialAnswer; expected?: string }) {
  const text = displayText(answer.value)
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <p className="flex min-w-0 items-start gap-1.5">
        <span className="mt-0.5">
          <StateMark state={answer.state} />
        </span>
        <span className={text ? 'line-clamp-3 min-w-0 flex-1 font-medium break-words' : 'min-w-0 flex-1 text-quiet'}>
          {text || (answer.empty ? EMPTY_WORDS[answer.empty] : 'empty')}
          <span className="sr-only">, {STATE_WORDS[answer.state]}</span>
        </span>
        {answer.right !== null && <Rightness right={answer.right} />}
        {answer.costMicros > 0 && <span className="shrink-0 text-small text-quiet">{money(answer.costMicros)}</span>}
      </p>
      {answer.right === false && expected && <p className="pl-5 text-small text-quiet">expected: {expected}</p>}
      {answer.quote && (
        <p
          className="ml-5 line-clamp-3 border-l-2 border-quote-line pl-2 text-small break-words text-muted"
          title={answer.quote}
        >
          {answer.quote}
        </p>
      )}
      {answer.url && (
        <a
          href={answer.url}
          target="_blank"
          rel="noopener noreferrer"
          className="ml-5 truncate text-small text-accent underline underline-offset-2"
        >
          {answer.url.replace(/^https?:\/\/(?:www\.)?/, '')}
        </a>
      )}
      {answer.trace.length > 0 && (
        <details className="ml-5">
          <FoldSummary className="text-small text-quiet hover:text-ink">How it got here</FoldSummary>
          <div className="pt-1.5">
            <TraceSteps trace={answer.trace} quote={null} />
          </div>
        </details>
      )}
    </div>
  )
}

export function Rightness({ right }: { right: boolean }) {
  return right ? (
    <span className="flex shrink-0 items-center gap-0.5 text-small font-medium text-accent">
      <Check className="size-3.5" aria-hidden />
      right
    </span>
  ) : (
    <span className="flex shrink-0 items-center gap-0.5 text-small font-medium text-danger">
      <X className="size-3.5" aria-hidden />
      wrong
    </span>
  )
}
