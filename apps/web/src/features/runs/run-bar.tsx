import { cancelRun, pauseRun, resumeRun, type Column, type Run } from '@enrichify/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pause, Play, Square, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { call } from '../../api/client.ts'
import { errorText } from '../../api/error-text.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed } from '../../api/use-session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { count, duration, plural } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { toastProblem } from '../../ui/toast.ts'
import { RunCounts } from './run-counts.tsx'
import { columnWords, RUN_STATE_WORDS, scopeWords } from './run-words.ts'

/** What runs now, and after its end what it did, until it is put away. */
export function RunBar({ websetId, active, runs, error, columns }: { websetId: string; active: Run | null; runs: readonly Run[]; error: unknown; columns: readonly Column[] }) {
  // Only a run that was seen running leaves its result on the screen.
  const [watched, setWatched] = useState<string | null>(null)
  if (active && watched !== active.id) setWatched(active.id)
  const run = active ?? runs.find((known) => known.id === watched) ?? null
  if (error) return <ErrorLine error={error} />
  if (!run) return null
  return <RunStrip websetId={websetId} run={run} columns={columns} over={!active} onPutAway={() => setWatched(null)} />
}

const STEER = { pause: pauseRun, resume: resumeRun, cancel: cancelRun } as const

function RunStrip({ websetId, run, columns, over, onPutAway }: { websetId: string; run: Run; columns: readonly Column[]; over: boolean; onPutAway: () => void }) {
  const client = useQueryClient()
  const mayRun = useAllowed('enrichment.run')
  const steer = useMutation({
    mutationFn: (how: keyof typeof STEER) => call(STEER[how], { params: { id: run.id } }),
    onSuccess: (answer) => client.setQueryData<{ runs: Run[] }>(keys.runs(websetId), (held) => held && { runs: held.runs.map((known) => (known.id === answer.id ? answer : known)) }),
    onError: (problem) => toastProblem(errorText(problem)),
  })
  const busy = steer.isPending ? steer.variables : null
  return (
    <section aria-label="Run" className="appear shrink-0 border-b border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5">
        <div className="min-w-0 flex-1 basis-52">
          <p className="truncate font-medium">
            {RUN_STATE_WORDS[run.state]}
            {run.state !== 'failed' && (
              <span className="font-normal text-muted">
                {' '}
                · {columnWords(run, columns)}, {scopeWords(run.scope)}
              </span>
            )}
            {run.message && <span className="font-normal text-danger"> · {run.message}</span>}
          </p>
          <p className="truncate text-small text-quiet">
            {count.format(run.cellsDone)} of {plural(run.cells, 'cell')} · {plural(run.pagesFetched, 'page')} fetched · <Elapsed run={run} />
          </p>
        </div>
        <RunCounts run={run} />
        <div className="flex items-center gap-1">
          {(run.state === 'running' || run.state === 'queued') && (
            <Button icon={Pause} allowed={mayRun} busy={busy === 'pause'} onClick={() => steer.mutate('pause')}>
              Pause
            </Button>
          )}
          {run.state === 'paused' && (
            <Button icon={Play} allowed={mayRun} busy={busy === 'resume'} onClick={() => steer.mutate('resume')}>
              Resume
            </Button>
          )}
          {!over && (
            <Button tone="quiet" icon={Square} allowed={mayRun} busy={busy === 'cancel'} disabled={run.state === 'cancelling'} onClick={() => steer.mutate('cancel')}>
              Cancel
            </Button>
          )}
          {over && <IconButton icon={X} label="Put the result away" onClick={onPutAway} />}
        </div>
      </div>
      <Progress share={run.cells > 0 ? run.cellsDone / run.cells : over ? 1 : null} label="Cells answered" tone={run.state === 'failed' ? 'danger' : run.state === 'paused' || run.state === 'cancelled' ? 'quiet' : 'accent'} />
    </section>
  )
}

function Elapsed({ run }: { run: Run }) {
  const ticking = run.startedAt !== null && run.finishedAt === null && run.state !== 'paused'
  const [now, setNow] = useState(() => Date.now())
  // The outside system is the clock on the wall.
  useEffect(() => {
    if (!ticking) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [ticking])
  if (!run.startedAt) return <>not started</>
  return <>{duration((run.finishedAt ? Date.parse(run.finishedAt) : now) - Date.parse(run.startedAt))}</>
}
