import type { Webset } from '@enrichify/contracts'
import { FileQuestion } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { useWebset } from '../../document/use-webset.ts'
import { TopBar } from '../../parts/top-bar.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { isNotFound } from '../../ui/error-text.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SheetWorkspace } from './sheet-workspace.tsx'

export function SheetScreen() {
  const { id = '' } = useParams()
  const query = useWebset(id)
  if (query.data) return <SheetWorkspace key={id} webset={query.data satisfies Webset} />
  return (
    <>
      <TopBar>{query.isPending && <Skeleton className="h-4 w-40" />}</TopBar>
      {query.isPending && <SheetSkeleton />}
      {query.isError && isNotFound(query.error) && (
        <EmptyState icon={FileQuestion} title="This webset is not here">
          It may be in the trash, or in another workspace.{' '}
          <Link to="/" className="whitespace-nowrap text-accent underline underline-offset-2">
            All websets
          </Link>
        </EmptyState>
      )}
      {query.isError && !isNotFound(query.error) && (
        <ErrorState title="The webset could not be read" error={query.error} onRetry={() => void query.refetch()} />
      )}
    </>
  )
}

function SheetSkeleton() {
  return (
    <div role="status" aria-label="Loading the sheet" className="flex-1 overflow-hidden bg-surface">
      {Array.from({ length: 24 }, (_, row) => (
        <div key={row} className="flex gap-10 border-b border-line px-12 py-2.5">
          {[28, 44, 20, 36].map((width) => (
            <Skeleton key={width} className={row === 0 ? 'h-2.5 w-16' : 'h-2.5 w-32'} />
          ))}
        </div>
      ))}
    </div>
  )
}
