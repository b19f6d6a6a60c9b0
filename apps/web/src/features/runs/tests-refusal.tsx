import type { ApiError } from '@enrichify/contracts'
import { FlaskConical, Play, TriangleAlert } from 'lucide-react'
import { TrialResult } from '../../parts/trial/trial-result.tsx'
import { isTrialOver, useTrial } from '../../parts/trial/use-trial.ts'
import { Button } from '../../ui/button.tsx'

/** What the tests of a column may cost at most. They are few, so there is no estimate. */
const TESTS_MICROS = 250_000

/** The column's tests speak against the run: run the tests, or run anyway. */
export function TestsRefusal({
  websetId,
  refused,
  practice,
  onAnyway,
}: {
  websetId: string
  refused: ApiError
  practice: boolean
  onAnyway: () => void
}) {
  const tests = useTrial(websetId)
  const details = refused.problem.details ?? {}
  const columnId = typeof details.columnId === 'string' ? details.columnId : null
  const over = tests.trial !== null && isTrialOver(tests.trial)
  return (
    <div role="alert" className="flex flex-col gap-2.5 rounded-base border border-line bg-paper p-3">
      <p className="flex items-start gap-2">
        <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
        <span className="min-w-0">{refused.message}</span>
      </p>
      {over && <p className="text-muted">If this is good enough, start the run again.</p>}
      <div className="flex flex-wrap gap-2">
        {columnId && (
          <Button
            icon={FlaskConical}
            busy={tests.busy}
            onClick={() =>
              tests.start.mutate({
                columnId,
                body: { kind: 'test', plans: [null], budgetMicros: practice ? null : TESTS_MICROS },
              })
            }
          >
            Run tests
          </Button>
        )}
        <Button icon={Play} onClick={onAnyway}>
          Run anyway
        </Button>
      </div>
      <TrialResult state={tests} title="Tests" />
    </div>
  )
}
