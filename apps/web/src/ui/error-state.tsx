import { CloudOff, RotateCw } from 'lucide-react'
import { EmptyState } from './empty-state.tsx'
import { errorText } from './error-text.ts'
import { PlainButton } from './plain-button.tsx'

export function ErrorState({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  return (
    <div role="alert" className="h-full">
      <EmptyState
        icon={CloudOff}
        title={title}
        actions={
          onRetry && (
            <PlainButton icon={RotateCw} onClick={onRetry}>
              Try again
            </PlainButton>
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
        <PlainButton tone="quiet" onClick={onRetry}>
          Try again
        </PlainButton>
      )}
    </div>
  )
}
