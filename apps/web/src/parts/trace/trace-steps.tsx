import type { TraceStepJson } from '@enrichify/contracts'
import type { TraceOutcome } from '@enrichify/domain'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { cx } from '../../ui/cx.ts'
import { money, plural } from '../../ui/format.ts'
import { AgentSteps } from './agent-steps.tsx'
import { PassageView, type Place } from './passage-view.tsx'
import { outcomeWords, traceFacts, traceName } from './trace-words.ts'

/** A shape for each outcome, so that colour is not the only signal: filled, half, ring, dot, cross. */
const MARKS = {
  answered: { className: 'text-accent', path: 'M8 3a5 5 0 1 0 0 10 5 5 0 0 0 0-10z', fill: 'currentColor' },
  weak: { className: 'text-cited', path: 'M8 3a5 5 0 1 0 0 10zM8 3a5 5 0 0 1 0 10', fill: 'none' },
  nothing: { className: 'text-quiet', path: 'M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z', fill: 'none' },
  skipped: { className: 'text-quiet', path: 'M8 7.9v.2', fill: 'none' },
  failed: { className: 'text-danger', path: 'M5 5l6 6M11 5l-6 6', fill: 'none' },
} satisfies Record<TraceOutcome, { className: string; path: string; fill: string }>

/** Who was asked, in order, and what came of it. `quote`: the one that proves the value. */
export function TraceSteps({ trace, quote }: { trace: readonly TraceStepJson[]; quote: Place | null }) {
  return (
    <ol className="flex flex-col">
      {trace.map((step, index) => (
        <Step key={index} step={step} isLast={index === trace.length - 1} quote={quote} />
      ))}
    </ol>
  )
}

function Step({ step, isLast, quote }: { step: TraceStepJson; isLast: boolean; quote: Place | null }) {
  const { className, path, fill } = MARKS[step.outcome]
  const quiet = step.outcome === 'skipped' || step.outcome === 'nothing'
  const facts = traceFacts(step)
  return (
    <li className="flex gap-2">
      <div aria-hidden className="flex w-4 shrink-0 flex-col items-center pt-0.5">
        <svg
          viewBox="0 0 16 16"
          className={cx('size-4 shrink-0', className)}
          fill={fill}
          stroke="currentColor"
          strokeWidth={step.outcome === 'skipped' ? 3.5 : 1.6}
          strokeLinecap="round"
        >
          <path d={path} />
          {step.outcome === 'weak' && <path d="M8 3a5 5 0 1 0 0 10z" fill="currentColor" stroke="none" />}
        </svg>
        {!isLast && <span className="w-px flex-1 bg-line-strong" />}
      </div>
      <div className={cx('min-w-0 flex-1', !isLast && 'pb-2.5')}>
        <p className="flex items-baseline gap-2">
          <span className={quiet ? 'text-muted' : 'font-medium'}>{traceName(step.kind)}</span>
          <span
            className={cx(
              'text-small',
              step.outcome === 'failed' ? 'text-danger' : step.outcome === 'answered' ? 'text-accent' : 'text-quiet',
            )}
          >
            {outcomeWords(step.kind, step.outcome)}
          </span>
          {step.costMicros > 0 && <span className="ml-auto text-small text-quiet">{money(step.costMicros)}</span>}
        </p>
        {step.note && <p className="text-small break-words text-muted">{step.note}</p>}
        {facts.length > 0 && <p className="text-small break-words text-quiet">{facts.join(' · ')}</p>}
        <Passages passages={step.passages} quote={quote} />
        <AgentSteps steps={step.steps} />
      </div>
    </li>
  )
}

function Passages({ passages, quote }: { passages: TraceStepJson['passages']; quote: Place | null }) {
  const [all, setAll] = useState(false)
  const [open, setOpen] = useState<number | null>(null)
  if (passages.length === 0) return null
  return (
    <div className="mt-0.5">
      <button
        type="button"
        aria-expanded={all}
        onClick={() => setAll(!all)}
        className="flex items-center gap-1 rounded-small text-small text-accent hover:text-accent-strong"
      >
        <ChevronRight className={cx('size-3 transition-transform', all && 'rotate-90')} aria-hidden />
        {plural(passages.length, 'passage')} shown
      </button>
      {all && (
        <ul className="mt-1 flex flex-col gap-1">
          {passages.map((passage, index) => (
            <li key={`${passage.captureId} ${passage.start}`} className="flex flex-col gap-1">
              <button
                type="button"
                aria-expanded={open === index}
                onClick={() => setOpen(open === index ? null : index)}
                className={cx(
                  'flex min-w-0 items-baseline gap-2 rounded-small px-1',
                  'text-left text-small text-muted hover:bg-hover hover:text-ink',
                )}
              >
                <span className="min-w-0 flex-1 truncate">{passage.url.replace(/^https?:\/\/(?:www\.)?/, '')}</span>
                <span className="shrink-0 text-quiet">{plural(passage.end - passage.start, 'character')}</span>
              </button>
              {open === index && <PassageView passage={passage} quote={quote} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
