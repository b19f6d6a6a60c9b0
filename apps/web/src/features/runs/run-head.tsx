import type { Run } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import type { RunRequest } from '../../document/use-start-run.ts'
import { Badge } from '../../ui/badge.tsx'
import { ago, count, fullTime, plural, sentence } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { Elapsed } from './elapsed.tsx'
import { RunCounts } from './run-counts.tsx'
import { RunMendButton } from './run-mend-button.tsx'
import { RunSteer } from './run-steer.tsx'
import { RunWaiting } from './run-waiting.tsx'
import { messageTone, MODE_WORDS, RUN_STATE_WORDS, scopeWords } from './run-words.ts'

const TONES = {
  queued: 'plain',
  running: 'accent',
  paused: 'warn',
  cancelling: 'plain',
  finished: 'plain',
  cancelled: 'plain',
  failed: 'danger',
} as const satisfies Record<Run['state'], string>

/** Which run this is, how far it is, and what can be done with it. */
export function RunHead({ run, onRun }: { run: Run; onRun: (request: RunRequest) => void }) {
  return (
    <header className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-2">
            <h1 className="min-w-0 text-title font-semibold tracking-tight break-words">{run.name}</h1>
            <Badge tone={TONES[run.state]}>{RUN_STATE_WORDS[run.state]}</Badge>
            {run.practice && (
              <Badge tone="warn" title="Saved answers, simulated prices: nothing is spent.">
                Practice
              </Badge>
            )}
          </div>
          <p className="text-quiet">
            <span className="inline-block first-letter:uppercase">
              {run.mode !== 'fill' && `${MODE_WORDS[run.mode].verb}, `}
              {scopeWords(run.scope)}
            </span>{' '}
            · {run.createdBy},{' '}
            <time dateTime={run.createdAt} title={fullTime(run.createdAt)}>
              {ago(run.createdAt)}
            </time>
            {run.priority !== 'normal' && ` · ${run.priority} priority`}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-1.5">
          <RunMendButton run={run} onRun={onRun} />
          <RunSteer run={run} />
        </div>
      </div>
      {run.waiting && <RunWaiting waiting={run.waiting} />}
      {run.message && <p className={messageTone(run)}>{sentence(run.message)}</p>}
      <Progress
        share={run.cells > 0 ? run.cellsDone / run.cells : isRunOver(run.state) ? 1 : null}
        label="Cells answered"
        tone={
          run.state === 'failed' ? 'danger' : run.state === 'paused' || run.state === 'cancelled' ? 'quiet' : 'accent'
        }
      />
      <div className="flex flex-wrap items-center justify-between gap-x-5 gap-y-1">
        <p className="text-small text-muted">
          {count.format(run.cellsDone)} of {plural(run.cells, 'cell')}, {count.format(run.rowsDone)} of{' '}
          {plural(run.rows, 'row')} · {plural(run.pagesFetched, 'page')} fetched · <Elapsed run={run} />
        </p>
        <RunCounts run={run} />
      </div>
    </header>
  )
}
