import { listRuns, type Webset } from '@enrichify/contracts'
import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { Link } from 'react-router'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import type { RunRequest } from '../../document/use-start-run.ts'
import { Badge } from '../../ui/badge.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { ago, duration, fullTime, plural, sentence } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { RunCounts } from './run-counts.tsx'
import { RunMendButton } from './run-mend-button.tsx'
import { columnWords, costWords, messageTone, RUN_STATE_WORDS, scopeWords } from './run-words.ts'

export function RunsDialog({
  webset,
  onRun,
  onClose,
}: {
  webset: Webset
  onRun: (request: RunRequest) => void
  onClose: () => void
}) {
  const query = useQuery({
    queryKey: keys.runs(webset.id),
    queryFn: ({ signal }) => call(listRuns, { params: { id: webset.id }, query: { limit: 50 }, signal }),
  })
  const runs = query.data?.runs ?? []
  return (
    <Dialog title="Runs" description="All runs of this webset, the latest first." onClose={onClose} wide>
      {query.isPending && <Skeleton className="h-24" />}
      {query.isError && <ErrorLine error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && runs.length === 0 && <EmptyState icon={History} title="Nothing has run yet" />}
      <ul className="divide-y divide-line">
        {runs.map((run) => (
          <li key={run.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 py-2.5">
            <div className="min-w-0 flex-1 basis-64">
              <p className="flex min-w-0 items-center gap-2">
                <Link to={`/runs/${run.id}`} className="truncate font-medium hover:underline">
                  {run.name}
                </Link>
                {run.practice && <Badge tone="warn">Practice</Badge>}
              </p>
              <p className="text-small text-quiet">
                {RUN_STATE_WORDS[run.state]} · {columnWords(run, webset.columns)}, {scopeWords(run.scope)}
              </p>
              <p className="text-small text-quiet">
                {run.createdBy},{' '}
                <time dateTime={run.createdAt} title={fullTime(run.createdAt)}>
                  {ago(run.createdAt)}
                </time>{' '}
                · {plural(run.pagesFetched, 'page')} fetched
                {run.startedAt &&
                  run.finishedAt &&
                  ` · ${duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}`}
                {costWords(run) && ` · ${costWords(run)}`}
              </p>
              {run.message && <p className={`text-small ${messageTone(run)}`}>{sentence(run.message)}</p>}
            </div>
            <RunCounts run={run} />
            <RunMendButton run={run} onRun={onRun} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
