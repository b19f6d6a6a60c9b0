import type { Connection } from '@enrichify/contracts'
import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { errorText } from '../../ui/error-text.ts'

interface TestedProps {
  saved: Connection
  tested: Connection | null
  error: unknown
  onAgain: () => void
  onEdit: () => void
  onClose: () => void
}

/** What the service answered to the test. */
export function ConnectionTested({ saved, tested, error, onAgain, onEdit, onClose }: TestedProps) {
  const test = tested?.test ?? null
  const failed = error ? errorText(error) : test && !test.ok ? test.message : null
  if (!test && !failed) {
    return (
      <p role="status" className="flex items-center gap-2.5 py-4 text-muted">
        <LoaderCircle className="turn size-4 shrink-0 text-accent" aria-hidden />
        Saved. Testing {saved.label} with a small request…
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="flex items-start gap-2.5">
        {failed ? (
          <CircleX className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
        ) : (
          <CircleCheck className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden />
        )}
        <div className="min-w-0">
          <p className="font-medium">{failed ? 'It is connected, but the test failed' : 'It works'}</p>
          <p className="break-words text-muted">{failed ?? test?.message}</p>
        </div>
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        {failed && <Button onClick={onAgain}>Test again</Button>}
        {failed && (
          <Button tone="primary" onClick={onEdit}>
            Change it
          </Button>
        )}
        <Button tone={failed ? 'plain' : 'primary'} onClick={onClose} autoFocus={!failed}>
          {failed ? 'Leave it as it is' : 'Done'}
        </Button>
      </div>
    </div>
  )
}
