import type { Column, Run } from '@enrichify/contracts'
import { X } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { RunRequest } from '../../document/use-start-run.ts'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { count, plural, sentence } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { Elapsed } from './elapsed.tsx'
import { RunCounts } from './run-counts.tsx'
import { RunMendButton } from './run-mend-button.tsx'
import { RunSteer } from './run-steer.tsx'
import { RunWaiting } from './run-waiting.tsx'
import { columnWords, costWords, messageTone, RUN_STATE_WORDS, scopeWords } from './run-words.ts'

/** The run under way, and its result afterwards, until a person puts it away. */
export function RunBar({
  active,
  runs,
  error,
  columns,
  fromArchive,
  onRun,
}: {
  active: Run | null
  runs: readonly Run[]
  error: unknown
  columns: readonly Column[]
  /** Pages come from the webset’s archive and not from the live web. */
  fromArchive: boolean
  onRun: (request: RunRequest) => void
}) {
  // Only a run that was seen while it worked shows its result.
  const [watched, setWatched] = useState<string | null>(null)
  if (active && watched !== active.id) setWatched(active.id)
  const run = active ?? runs.find((known) => known.id === watched) ?? null
  if (error) return <ErrorLine error={error} />
  if (!run) return null
  return (
    <RunStrip
      run={run}
      columns={columns}
      fromArchive={fromArchive}
      over={!active}
      onRun={onRun}
      onPutAway={() => setWatched(null)}
    />
  )
}

function RunStrip({
  run,
  columns,
  fromArchive,
  over,
  onRun,
  onPutAway,
}: {
  run: Run
  columns: readonly Column[]
  fromArchive: boolean
  over: boolean
  onRun: (request: RunRequest) => void
  onPutAway: () => void
}) {
  const cost = costWords(run)
  return (
    <section aria-label="Run" className="appear shrink-0 border-b border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex min-w-0 items-center gap-2">
            <span className="min-w-0 truncate font-medium">
              {RUN_STATE_WORDS[run.state]}
              {run.state !== 'failed' && (
                <span className="font-normal text-muted">
                  {' '}
                  · {columnWords(run, columns)}, {scopeWords(run.scope)}
                </span>
              )}
            </span>
            {run.practice && (
              <Badge tone="warn" title="Saved answers, simulated prices: nothing is spent.">
                Practice
              </Badge>
            )}
          </p>
          <p className="text-small text-quiet">
            {count.format(run.cellsDone)} of {plural(run.cells, 'cell')} · {plural(run.pagesFetched, 'page')}{' '}
            {fromArchive ? 'from the archive, not from the live web' : 'fetched'}
            {' · '}
            <Elapsed run={run} />
            {cost && ` · ${cost}`} ·{' '}
            <Link to={`/runs/${run.id}`} className="underline underline-offset-2 hover:text-ink">
              Details
            </Link>
          </p>
          {run.waiting && <RunWaiting waiting={run.waiting} />}
          {run.message && <p className={messageTone(run)}>{sentence(run.message)}</p>}
        </div>
        <RunCounts run={run} />
        <div className="flex items-center gap-1">
          <RunMendButton run={run} onRun={onRun} />
          <RunSteer run={run} />
          {over && <IconButton icon={X} label="Hide the result" onClick={onPutAway} />}
        </div>
      </div>
      <Progress
        share={run.cells > 0 ? run.cellsDone / run.cells : over ? 1 : null}
        label="Cells answered"
        tone={
          run.state === 'failed' ? 'danger' : run.state === 'paused' || run.state === 'cancelled' ? 'quiet' : 'accent'
        }
      />
    </section>
  )
}
