import type { Evidence } from '@enrichify/contracts'
import { ExternalLink } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { StoredPageFrame, useCapture } from '../../parts/stored-page.tsx'
import { quoteContext } from '../../parts/trace/quote-context.ts'
import { cx } from '../../ui/cx.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { ago, fullTime } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ruleWords } from './cell-explanations.ts'

const AROUND = 300

/** The proof of a value: its quote in its surroundings, the page, and when it was read. */
export function EvidenceView({ evidence }: { evidence: Evidence }) {
  const [tab, setTab] = useState<'quote' | 'page'>('quote')
  const capture = useCapture(evidence.captureId)
  return (
    <section aria-label="Evidence" className="flex flex-col gap-2">
      <Tabs
        label="Evidence"
        value={tab}
        onValue={setTab}
        tabs={[
          { value: 'quote', label: 'Quote' },
          { value: 'page', label: 'Page as stored' },
        ]}
      />
      {tab === 'quote' && (
        <>
          {capture.data ? (
            <QuoteInText text={capture.data.evidence.text} start={evidence.start} end={evidence.end} />
          ) : (
            <QuoteAlone quote={evidence.quote} loading={capture.isPending} />
          )}
          {evidence.rule && <p className="text-small text-muted">Proven because {ruleWords(evidence.rule)}.</p>}
        </>
      )}
      {tab === 'page' && capture.isPending && <Skeleton className="h-72" />}
      {tab === 'page' && capture.data && (
        <StoredPageFrame url={capture.data.finalUrl} html={capture.data.html} quote={evidence.quote} className="h-96" />
      )}
      {capture.isError && <ErrorLine error={capture.error} onRetry={() => void capture.refetch()} />}
      <p className="flex min-w-0 items-center gap-1.5 text-small text-quiet">
        <a
          href={evidence.url}
          target="_blank"
          rel="noopener noreferrer"
          className="flex min-w-0 items-center gap-1 text-accent underline underline-offset-2"
        >
          <span className="truncate">{evidence.url.replace(/^https?:\/\/(?:www\.)?/, '')}</span>
          <ExternalLink className="size-3 shrink-0" aria-label="opens in a new tab" />
        </a>
        <time dateTime={evidence.fetchedAt} title={fullTime(evidence.fetchedAt)} className="ml-auto shrink-0">
          read {ago(evidence.fetchedAt)}
          {capture.data?.via === 'archive' && ' from an archive'}
        </time>
      </p>
    </section>
  )
}

function QuoteAlone({ quote, loading }: { quote: string; loading: boolean }) {
  return (
    <blockquote className="rounded-base border-l-2 border-quote-line bg-paper px-3 py-2 leading-relaxed">
      <mark className="rounded-small bg-quote px-0.5 text-ink">{quote}</mark>
      {loading && <Skeleton className="mt-2 h-3 w-3/4" />}
    </blockquote>
  )
}

function QuoteInText({ text, start, end }: { text: string; start: number; end: number }) {
  const [whole, setWhole] = useState(false)
  const mark = useRef<HTMLElement>(null)
  const { before, quote, after, cutBefore, cutAfter } = quoteContext(text, start, end, whole ? text.length : AROUND)
  // In a long page the quote is what the reader looks for.
  useEffect(() => {
    if (whole) mark.current?.scrollIntoView({ block: 'center' })
  }, [whole])
  return (
    <>
      <blockquote
        tabIndex={whole ? 0 : undefined}
        className={cx(
          'overflow-auto rounded-base border-l-2 border-quote-line bg-paper px-3 py-2',
          'leading-relaxed break-words whitespace-pre-line text-muted',
          whole ? 'max-h-96' : 'max-h-64',
        )}
      >
        {cutBefore && '… '}
        {before}
        <mark ref={mark} className="rounded-small bg-quote px-0.5 font-medium text-ink">
          {quote}
        </mark>
        {after}
        {cutAfter && ' …'}
      </blockquote>
      {(cutBefore || cutAfter || whole) && (
        <button
          type="button"
          onClick={() => setWhole(!whole)}
          className="self-start text-small text-accent underline underline-offset-2"
        >
          {whole ? 'Only around the quote' : 'Show the whole text of the page'}
        </button>
      )}
    </>
  )
}
