import type { Trial } from '@enrichify/contracts'
import { Square, X } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { money, plural } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { valueText } from '../../words/value-text.ts'
import { TrialAnswerView } from './trial-answer.tsx'
import { isTrialOver, type TrialState } from './use-trial.ts'

/** What one plan answers for a few rows. None of it is in the sheet. */
export function TrialResult({ state, title }: { state: TrialState; title: string }) {
  const { trial, error, busy } = state
  if (!trial) return error ? <ErrorLine error={error} /> : busy ? <Skeleton className="h-16" /> : null
  const done = trial.rows.filter(({ answers }) => answers.length > 0)
  return (
    <section aria-label={title} aria-live="polite" className="flex flex-col gap-2">
      <header className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate">
          <span className="font-semibold">{title}</span>{' '}
          <span className="text-small text-quiet">{trialWords(trial)}</span>
        </h3>
        {isTrialOver(trial) ? (
          <IconButton icon={X} label="Hide the result" onClick={state.putAway} />
        ) : (
          <Button tone="quiet" icon={Square} onClick={state.stop}>
            Stop
          </Button>
        )}
      </header>
      {!isTrialOver(trial) && (
        <Progress share={trial.rowsTotal > 0 ? done.length / trial.rowsTotal : null} label="Rows tried" />
      )}
      {trial.message && <p className={trial.state === 'failed' ? 'text-danger' : 'text-warn'}>{trial.message}</p>}
      <ul className="divide-y divide-line">
        {trial.rows.map(({ rowId, label, expected, answers }) => (
          <li key={rowId} className="flex flex-col gap-0.5 py-2 first:pt-0">
            <p className="truncate text-small text-quiet">{label}</p>
            {answers[0] ? (
              <TrialAnswerView answer={answers[0]} expected={valueText(expected)} />
            ) : (
              <p className="text-quiet">{isTrialOver(trial) ? 'not tried' : '…'}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** `4 of 5 proven · 3 of 4 right · $0.008`. */
export function trialWords({ variants, rowsTotal, costMicros }: Trial): string {
  const [variant] = variants
  if (!variant) return ''
  const { verified, cited, asserted, empty, right, wrong } = variant
  const parts = [
    verified > 0 && `${verified} verified`,
    cited > 0 && `${cited} cited`,
    asserted > 0 && `${asserted} not proven`,
    empty > 0 && `${empty} empty`,
    right + wrong > 0 && `${right} of ${right + wrong} right`,
    costMicros > 0 && money(costMicros),
  ]
  return parts.filter(Boolean).join(' · ') || plural(rowsTotal, 'row')
}
