import type { FoundPageJson } from '@enrichify/contracts'
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { StoredPageFrame, useCapture } from '../../parts/stored-page.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { ago, fullTime } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'

export function FoundPage({ page }: { page: FoundPageJson }) {
  const [isOpen, setOpen] = useState(false)
  const capture = useCapture(page.captureId, isOpen)
  return (
    <li className="flex flex-col gap-1 py-3.5">
      <h2 className="min-w-0">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="max-w-full truncate text-left font-medium text-accent underline-offset-2 hover:underline"
        >
          {page.title}
        </button>
      </h2>
      <p className="line-clamp-3 leading-relaxed break-words text-muted">{page.snippet}</p>
      <p className="flex min-w-0 items-center gap-1.5 text-small text-quiet">
        <a
          href={page.url}
          target="_blank"
          rel="noopener noreferrer"
          className="flex min-w-0 items-center gap-1 underline underline-offset-2"
        >
          <span className="truncate">{page.url.replace(/^https?:\/\/(?:www\.)?/, '')}</span>
          <ExternalLink className="size-3 shrink-0" aria-label="opens in a new tab" />
        </a>
        <time dateTime={page.fetchedAt} title={fullTime(page.fetchedAt)} className="ml-auto shrink-0">
          read {ago(page.fetchedAt)}
        </time>
      </p>
      {isOpen && capture.isPending && <Skeleton className="h-72" />}
      {isOpen && capture.isError && <ErrorLine error={capture.error} onRetry={() => void capture.refetch()} />}
      {isOpen && capture.data && <StoredPageFrame url={page.url} html={capture.data.html} className="mt-1 h-96" />}
    </li>
  )
}
