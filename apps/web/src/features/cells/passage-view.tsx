import { getCapture } from '@enrichify/contracts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { quoteContext } from './quote-context.ts'
import { storedPageDocument } from './stored-page.ts'

const AROUND = 100

/** What was stored never changes: it is asked for once. */
export function useCapture(id: string) {
  return useQuery({
    queryKey: keys.capture(id),
    queryFn: ({ signal }) => call(getCapture, { params: { id }, signal }),
    staleTime: Infinity,
  })
}

export interface Place {
  captureId: string
  start: number
  end: number
}

/** A passage of a stored page as it was shown to the model; within it the quote, if that is where it stands. */
export function PassageView({ passage, quote }: { passage: Place; quote: Place | null }) {
  const capture = useCapture(passage.captureId)
  if (capture.isPending) return <Skeleton className="h-20" />
  if (capture.isError) return <ErrorLine error={capture.error} onRetry={() => void capture.refetch()} />
  const { text } = capture.data.evidence
  const inside =
    quote !== null && quote.captureId === passage.captureId && quote.start >= passage.start && quote.end <= passage.end
  const around = quoteContext(text, passage.start, passage.end, AROUND)
  return (
    <blockquote
      tabIndex={0}
      className="max-h-56 overflow-auto rounded-base border-l-2 border-quote-line bg-paper px-3 py-2 text-small leading-relaxed break-words whitespace-pre-line text-quiet"
    >
      {around.cutBefore && '… '}
      {around.before}
      {inside ? (
        <span className="text-ink">
          {text.slice(passage.start, quote.start)}
          <mark className="rounded-small bg-quote px-0.5 font-medium text-ink">
            {text.slice(quote.start, quote.end)}
          </mark>
          {text.slice(quote.end, passage.end)}
        </span>
      ) : (
        <mark className="bg-quote/50 text-ink">{around.quote}</mark>
      )}
      {around.after}
      {around.cutAfter && ' …'}
    </blockquote>
  )
}

/** A page as it was stored, in a frame without any rights. */
export function StoredPage({ captureId }: { captureId: string }) {
  const capture = useCapture(captureId)
  if (capture.isPending) return <Skeleton className="h-72" />
  if (capture.isError) return <ErrorLine error={capture.error} onRetry={() => void capture.refetch()} />
  return (
    <iframe
      title={`Stored page ${capture.data.finalUrl}`}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={storedPageDocument(capture.data.html)}
      className="h-80 w-full rounded-base border border-line bg-stored-page"
    />
  )
}
