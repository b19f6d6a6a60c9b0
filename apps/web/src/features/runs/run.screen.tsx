import { FileQuestion } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { useWebset } from '../../document/use-webset.ts'
import { TopBar } from '../../parts/top-bar.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { isNotFound } from '../../ui/error-text.ts'
import { LINK } from '../../ui/link.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { RunPage } from './run-page.tsx'
import { useRun } from './use-run.ts'

export function RunScreen() {
  const { id = '' } = useParams()
  const { query } = useRun(id)
  const report = query.data
  return (
    <>
      <title>{`${report?.run.name ?? 'Run'} · Enrichify`}</title>
      <TopBar>
        {report ? <WebsetLink websetId={report.run.websetId} /> : query.isPending && <Skeleton className="h-4 w-40" />}
      </TopBar>
      <main className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex min-h-full max-w-page flex-col gap-7 px-4 py-7 sm:px-6">
          {report && <RunPage key={id} report={report} />}
          {query.isPending && <PageSkeleton />}
          {query.isError && isNotFound(query.error) && (
            <EmptyState icon={FileQuestion} title="This run is not here">
              Its webset may be in the trash, or in another workspace.{' '}
              <Link to="/" className={LINK}>
                All websets
              </Link>
            </EmptyState>
          )}
          {query.isError && !isNotFound(query.error) && !report && (
            <ErrorState title="The run could not be read" error={query.error} onRetry={() => void query.refetch()} />
          )}
        </div>
      </main>
    </>
  )
}

function WebsetLink({ websetId }: { websetId: string }) {
  const webset = useWebset(websetId)
  return (
    <nav aria-label="Where this is" className="flex min-w-0 items-center gap-1.5">
      <Link to={`/websets/${websetId}`} className="truncate rounded-base px-1.5 py-1 font-semibold hover:bg-hover">
        {webset.data?.name ?? (webset.isPending ? '…' : 'The webset')}
      </Link>
      <span className="text-quiet" aria-hidden>
        /
      </span>
      <span className="text-muted">Run</span>
    </nav>
  )
}

function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading the run" className="flex flex-col gap-6">
      <Skeleton className="h-6 w-1/3" />
      <Skeleton className="h-16" />
      <Skeleton className="h-32" />
      <Skeleton className="h-32" />
    </div>
  )
}
