import { ApiError } from '@enrichify/contracts'
import { CloudOff } from 'lucide-react'
import type { LiveStatus } from '../../live/live-connection.ts'
import { Button } from '../../ui/button.tsx'
import { errorText } from '../../ui/error-text.ts'

interface ViewWaitsProps {
  /** Null: the rows on the screen are those of the view. */
  awaited: { error: unknown; retry: () => void } | null
  live: LiveStatus
}

/** Another sort, filter or search was asked for, and the server cannot be reached: the last view is still shown. */
export function ViewWaits({ awaited, live }: ViewWaitsProps) {
  if (!awaited) return null
  const words = waitsWords(awaited.error, live)
  if (!words) return null
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warn-soft px-3 py-1.5"
    >
      <CloudOff className="size-3.5 shrink-0 text-warn" aria-hidden />
      <p className="min-w-0 flex-1 basis-56">
        <span className="font-medium">{words}</span>{' '}
        <span className="text-muted">You see the rows as they were shown before.</span>
      </p>
      <Button onClick={awaited.retry} className="h-7!">
        Try now
      </Button>
    </div>
  )
}

/** Null: it is on its way. */
export function waitsWords(error: unknown, live: LiveStatus): string | null {
  // The server has said no.
  if (error instanceof ApiError && error.status >= 400 && error.status < 500) return errorText(error)
  if (error === null && live !== 'offline') return null
  return 'Sorting, filtering and searching need the server, which cannot be reached now.'
}
