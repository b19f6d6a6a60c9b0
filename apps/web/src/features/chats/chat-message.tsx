import type { ChatMessage } from '@enrichify/contracts'
import { CircleAlert, CircleStop } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'
import { isOpen } from '../../live/merge-messages.ts'
import { cx } from '../../ui/cx.ts'
import { FoldSummary } from '../../ui/fold-summary.tsx'
import { ago, fullTime, money, plural } from '../../ui/format.ts'
import { LINK } from '../../ui/link.ts'
import { Markdown } from './markdown.tsx'

/** A question, or an answer with its steps, its cost, and what it proposes. */
export function ChatMessageView({ message, changes }: { message: ChatMessage; changes: ReactNode }) {
  if (message.role === 'person') {
    return (
      <article
        aria-label={`${message.by} asked`}
        className={cx(
          'ml-8 self-end rounded-large rounded-br-small border border-accent-line',
          'bg-accent-soft px-3 py-2 break-words whitespace-pre-wrap',
        )}
        title={`${message.by}, ${fullTime(message.createdAt)}`}
      >
        {message.text}
      </article>
    )
  }
  const open = isOpen(message)
  return (
    <article aria-label="Answer" aria-busy={open} className="flex min-w-0 flex-col gap-2">
      <Steps message={message} />
      {message.text || !open ? (
        <Markdown text={message.text} end={open && <Cursor />} />
      ) : (
        <Waiting message={message} />
      )}
      {message.state === 'cancelled' && (
        <p className="flex items-center gap-1.5 text-small text-quiet">
          <CircleStop className="size-3.5" aria-hidden /> Stopped
        </p>
      )}
      {message.note && (
        <p
          role={message.state === 'failed' ? 'alert' : undefined}
          className={cx(
            'flex items-start gap-1.5 text-small',
            message.state === 'failed' ? 'rounded-base bg-danger-soft px-2.5 py-1.5 text-danger' : 'text-quiet',
          )}
        >
          {message.state === 'failed' && <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />}
          <span>
            <Note text={message.note} />
          </span>
        </p>
      )}
      {message.changeSet && message.state === 'done' && changes}
      {!open && (message.model || message.costMicros > 0) && (
        <p className="text-tiny text-quiet">
          {[message.model, money(message.costMicros), ago(message.createdAt)].filter(Boolean).join(' · ')}
        </p>
      )}
    </article>
  )
}

function Cursor() {
  return (
    <span aria-hidden className="breathe ml-0.5 inline-block h-3.5 w-1.5 translate-y-0.5 rounded-small bg-accent" />
  )
}

function Waiting({ message }: { message: ChatMessage }) {
  return (
    <p role="status" className="flex items-center gap-2 text-quiet">
      <Cursor />{' '}
      {message.state === 'waiting'
        ? 'Asking…'
        : message.steps.length > 0
          ? 'Thinking about what was found…'
          : 'Thinking…'}
    </p>
  )
}

function Steps({ message: { steps } }: { message: ChatMessage }) {
  if (steps.length === 0) return null
  return (
    <details className="text-small text-quiet">
      <FoldSummary className="hover:text-ink">{plural(steps.length, 'step')}</FoldSummary>
      <ol className="mt-1 ml-1.5 flex flex-col gap-0.5 border-l border-line pl-3">
        {steps.map((step, index) => (
          <li key={index} className={cx('break-words', !step.ok && 'text-warn')}>
            {step.summary}
          </li>
        ))}
      </ol>
    </details>
  )
}

const PLACES = {
  'Settings, Providers': '/settings?section=providers',
  'Settings, Spending': '/settings?section=spending',
  'Spending, Uncertain calls': '/settings?section=spending',
} as const

/** The server's sentence, with the place that it names as a link. */
function Note({ text }: { text: string }): ReactNode {
  const parts = text.split(/(Settings, Providers|Settings, Spending|Spending, Uncertain calls)/)
  return parts.map((part, index) => (
    <Fragment key={index}>
      {part in PLACES ? (
        <Link to={PLACES[part as keyof typeof PLACES]} className={LINK}>
          {part}
        </Link>
      ) : (
        part
      )}
    </Fragment>
  ))
}
