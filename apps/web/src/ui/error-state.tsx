import { CloudOff, RotateCw } from 'lucide-react'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { errorText } from './error-text.ts'

export function ErrorState({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  return (
    <div role="alert" className="h-full">
      <EmptyState
        icon={CloudOff}
        title={title}
        actions={
          onRetry && (
            <Button icon={RotateCw} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {errorText(error)}
      </EmptyState>
    </div>
  )
}

/** For a part of a screen: one line, with a button to try again. */
export function ErrorLine({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 rounded-base bg-danger-soft px-3 py-2 text-danger">
      <span className="min-w-0 flex-1">{errorText(error)}</span>
      {onRetry && (
        <Button tone="quiet" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
