import { searchPages } from '@enrichify/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FileSearch, SearchX } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { TopBar } from '../../parts/top-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { TextField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { FoundPage } from './found-page.tsx'

/** Search in the pages that runs have read and stored. */
export function PagesScreen() {
  const [search, setSearch] = useSearchParams()
  const query = search.get('query')?.trim() ?? ''
  const [draft, setDraft] = useState(query)
  const found = useQuery({
    queryKey: keys.pageSearch(query),
    queryFn: ({ signal }) => call(searchPages, { query: { query }, signal }),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  })
  const pages = query ? (found.data?.pages ?? []) : []
  return (
    <>
      <title>Stored pages · Enrichify</title>
      <TopBar>
        <span className="truncate font-medium">Stored pages</span>
      </TopBar>
      <main className="flex-1 overflow-auto">
        <div className="mx-auto flex min-h-full max-w-page flex-col gap-5 px-4 py-7 sm:px-6">
          <h1 className="text-title font-semibold tracking-tight">Stored pages</h1>
          <form
            role="search"
            className="flex gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              setSearch(draft.trim() ? { query: draft.trim() } : {}, { replace: true })
            }}
          >
            <div className="flex-1">
              <TextField
                label="Search the pages that were read"
                hideLabel
                type="search"
                placeholder="Words on a page"
                value={draft}
                maxLength={300}
                autoFocus
                onChange={(event) => setDraft(event.target.value)}
              />
            </div>
            <Button type="submit" icon={FileSearch} tone="primary">
              Search
            </Button>
          </form>
          {query === '' && (
            <EmptyState icon={FileSearch} title="Every page that a run has read is saved">
              Search them by their words. Nothing is fetched, and it costs nothing.
            </EmptyState>
          )}
          {query !== '' && found.isPending && <ListSkeleton />}
          {found.isError && (
            <ErrorState
              title="The pages could not be searched"
              error={found.error}
              onRetry={() => void found.refetch()}
            />
          )}
          {query !== '' && found.isSuccess && pages.length === 0 && (
            <EmptyState icon={SearchX} title="No stored page says that">
              Only pages that runs have read are here. Try fewer words, or run a column first.
            </EmptyState>
          )}
          {pages.length > 0 && (
            <ul className={`flex flex-col divide-y divide-line ${found.isPlaceholderData ? 'opacity-60' : ''}`}>
              {pages.map((page) => (
                <FoundPage key={page.captureId} page={page} />
              ))}
            </ul>
          )}
        </div>
      </main>
    </>
  )
}

function ListSkeleton() {
  return (
    <div role="status" aria-label="Searching" className="flex flex-col gap-5">
      {[0, 1, 2].map((index) => (
        <div key={index} className="flex flex-col gap-2">
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-3 w-full" />
        </div>
      ))}
    </div>
  )
}
