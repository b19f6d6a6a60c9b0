import { CloudOff } from 'lucide-react'
import type { QueuedStep, QueueStatus } from '../../document/command-queue.ts'
import { waitingWords } from '../../document/waiting-changes.ts'
import { Button } from '../../ui/button.tsx'

interface WaitingBarProps {
  queue: QueueStatus
  steps: readonly QueuedStep[]
  onRetry: () => void
}

/** While the server cannot be told: what waits in this browser, so that a person knows that nothing is lost. */
export function WaitingBar({ queue, steps, onRetry }: WaitingBarProps) {
  if (queue.problem === null || steps.length === 0) return null
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-warn-soft px-3 py-1.5"
    >
      <CloudOff className="size-3.5 shrink-0 text-warn" aria-hidden />
      <p className="min-w-0 flex-1 basis-56">
        <span className="font-medium">Waiting: {waitingWords(steps)}.</span>{' '}
        <span className="text-muted">Stored in this browser, and sent once the server can be reached.</span>
      </p>
      <Button onClick={onRetry} className="h-7!">
        Try now
      </Button>
    </div>
  )
}
