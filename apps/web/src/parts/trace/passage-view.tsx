import { cx } from '../../ui/cx.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useCapture } from '../stored-page.tsx'
import { quoteContext } from './quote-context.ts'

const AROUND = 100

export interface Place {
  captureId: string
  start: number
  end: number
}

/** A passage of a stored page as the model saw it, with the quote marked if it is in this passage. */
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
      className={cx(
        'max-h-56 overflow-auto rounded-base border-l-2 border-quote-line bg-paper px-3',
        'py-2 text-small leading-relaxed break-words whitespace-pre-line text-quiet',
      )}
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
