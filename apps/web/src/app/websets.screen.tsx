import { listWebsets } from '@enrichify/contracts'
import { useQuery } from '@tanstack/react-query'
import { FileUp, Plus, Table2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useActions } from '../actions/action-registry.tsx'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useAllowed, useMe } from '../api/use-session.ts'
import { NewWebsetDialog } from '../features/websets/new-webset.dialog.tsx'
import { PasteBox } from '../features/websets/paste-box.tsx'
import { WebsetRow } from '../features/websets/webset-row.tsx'
import { TopBar } from '../parts/top-bar.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { FileDrop, chooseFile } from '../ui/file-drop.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'

const ImportDialog = lazyPart(async () => (await import('../features/imports/import.dialog.tsx')).ImportDialog)

export function WebsetsScreen() {
  const me = useMe()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const trash = search.get('view') === 'trash'
  const [file, setFile] = useState<File | null>(null)
  const [naming, setNaming] = useState(false)
  const list = useQuery({
    queryKey: keys.websets(trash),
    queryFn: ({ signal }) => call(listWebsets, { query: trash ? { trash: 'true' } : {}, signal }),
  })
  const mayEdit = useAllowed('websets.edit')
  const mayImport = useAllowed('imports.run')
  const choose = () => chooseFile(setFile)
  useActions([
    {
      name: 'webset.new',
      label: 'New webset',
      icon: Plus,
      group: 'Webset',
      canRun: () => mayEdit,
      run: () => setNaming(true),
    },
    {
      name: 'webset.import-file',
      label: 'Import a file as a new webset',
      icon: FileUp,
      group: 'Webset',
      canRun: () => mayImport,
      run: choose,
    },
  ])
  const websets = list.data?.websets ?? []
  return (
    <>
      <title>Websets · Enrichify</title>
      <TopBar>
        <span className="truncate font-medium">{me.workspace.name}</span>
      </TopBar>
      <FileDrop onFile={setFile} allowed={mayImport} label="Drop a CSV or XLSX file to make a webset of it">
        <main className="h-full overflow-auto">
          <div className="mx-auto flex min-h-full max-w-page flex-col gap-6 px-4 py-7 sm:px-6">
            <header className="flex flex-wrap items-center gap-2">
              <h1 className="mr-auto text-title font-semibold tracking-tight">Websets</h1>
              <Button icon={FileUp} allowed={mayImport} onClick={choose}>
                Import a file
              </Button>
              <Button icon={Plus} tone="primary" allowed={mayEdit} onClick={() => setNaming(true)}>
                New webset
              </Button>
            </header>
            {!trash && mayEdit === true && (
              <PasteBox onCreated={(id) => void navigate(`/websets/${id}`)} onFile={setFile} />
            )}
            <section className="flex flex-1 flex-col">
              <Tabs
                label="Which websets"
                value={trash ? 'trash' : 'all'}
                onValue={(value) => setSearch(value === 'trash' ? { view: 'trash' } : {}, { replace: true })}
                tabs={[
                  { value: 'all', label: 'All' },
                  { value: 'trash', label: 'Trash' },
                ]}
              />
              {list.isPending && <ListSkeleton />}
              {list.isError && (
                <ErrorState title="The list could not be read" error={list.error} onRetry={() => void list.refetch()} />
              )}
              {list.isSuccess &&
                websets.length === 0 &&
                (trash ? (
                  <EmptyState icon={Trash2} title="The trash is empty">
                    Deleted websets wait here until you want them back.
                  </EmptyState>
                ) : (
                  <FirstSteps />
                ))}
              {websets.length > 0 && (
                <ul className="divide-y divide-line">
                  {websets.map((webset) => (
                    <WebsetRow key={webset.id} webset={webset} trash={trash} />
                  ))}
                </ul>
              )}
            </section>
          </div>
        </main>
      </FileDrop>
      {naming && (
        <NewWebsetDialog onClose={() => setNaming(false)} onCreated={(id) => void navigate(`/websets/${id}`)} />
      )}
      {file && (
        <ImportDialog
          file={file}
          webset={null}
          onClose={() => setFile(null)}
          onStarted={(websetId, importId) => void navigate(`/websets/${websetId}?import=${importId}`)}
        />
      )}
    </>
  )
}

function FirstSteps() {
  return (
    <EmptyState icon={Table2} title="No websets yet">
      Paste a column of domains above, drop a CSV or XLSX file anywhere on this page, or start with an empty sheet. Each
      column is a question; every answer comes with its quote.
    </EmptyState>
  )
}

function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading websets" className="flex flex-col gap-4 py-4">
      {[0, 1, 2, 3].map((index) => (
        <div key={index} className="flex items-center gap-4">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="ml-auto h-3 w-24" />
        </div>
      ))}
    </div>
  )
}
