import { getCapture } from '@enrichify/contracts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { cx } from '../ui/cx.ts'
import { ErrorLine } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { markQuote } from './mark-quote.ts'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The policy comes before everything that the page itself says. */
export function storedPageDocument(html: string): string {
  return [
    '<!doctype html><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="referrer" content="no-referrer">',
    html,
  ].join('')
}

/** A stored page never changes, so it is asked for once. */
export function useCapture(id: string, enabled = true) {
  return useQuery({
    queryKey: keys.capture(id),
    queryFn: ({ signal }) => call(getCapture, { params: { id }, signal }),
    staleTime: Infinity,
    enabled,
  })
}

/** The page as it was stored, in a frame without any rights. */
export function StoredPageFrame({
  url,
  html,
  quote = '',
  className,
}: {
  url: string
  html: string
  /** Marked, and where the frame begins. */
  quote?: string | undefined
  className?: string
}) {
  const page = useMemo(() => storedPageDocument(markQuote(html, quote)), [html, quote])
  return (
    <iframe
      title={`Stored page ${url}`}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={page}
      className={cx('w-full rounded-base border border-line bg-stored-page', className)}
    />
  )
}

export function StoredPage({ captureId, quote }: { captureId: string; quote?: string | undefined }) {
  const capture = useCapture(captureId)
  if (capture.isPending) return <Skeleton className="h-72" />
  if (capture.isError) return <ErrorLine error={capture.error} onRetry={() => void capture.refetch()} />
  return <StoredPageFrame url={capture.data.finalUrl} html={capture.data.html} quote={quote} className="h-80" />
}
