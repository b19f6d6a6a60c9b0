import { cancelExport, listExports, type ExportJob } from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { ago, bytes } from '../../ui/format.ts'
import { downloadExport, exportQuery } from './export-query.ts'
import { ExportState } from './export-state.tsx'

/** What the person exported from this webset before, and can still wait for or download. */
export function EarlierExports({ websetId, except }: { websetId: string; except: string | null }) {
  const query = useQuery({
    queryKey: keys.exports(websetId),
    queryFn: ({ signal }) => call(listExports, { params: { id: websetId }, signal }),
    staleTime: 0,
  })
  const listed = (query.data?.exports ?? []).filter(({ id }) => id !== except)
  if (query.isError) return <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
  if (listed.length === 0) return null
  return (
    <section aria-label="Earlier exports" className="flex flex-col gap-2 border-t border-line pt-3">
      <h3 className="text-small font-medium text-muted">Earlier exports</h3>
      <ul className="flex max-h-48 flex-col gap-2 overflow-auto">
        {listed.map((job) => (
          <li key={job.id}>
            <EarlierExport listed={job} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function EarlierExport({ listed }: { listed: ExportJob }) {
  const client = useQueryClient()
  const { data: job = listed } = useQuery({ ...exportQuery(listed.id), initialData: listed })
  const cancel = useMutation({
    mutationFn: () => call(cancelExport, { params: { id: job.id } }),
    onSuccess: (cancelled) => client.setQueryData(keys.export(cancelled.id), cancelled),
    // It may have ended meanwhile.
    onError: () => void client.invalidateQueries({ queryKey: keys.export(job.id) }),
  })
  const take = useMutation({ mutationFn: () => downloadExport(job.id) })
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 truncate">
          {job.fileName}{' '}
          <span className="text-small text-quiet">
            {ago(job.createdAt)}
            {job.bytes === null ? '' : ` · ${bytes(job.bytes)}`}
          </span>
        </p>
        {job.state === 'READY' && (
          <Button icon={Download} busy={take.isPending} onClick={() => take.mutate()}>
            Download
          </Button>
        )}
      </div>
      {take.isError && <ErrorLine error={take.error} />}
      {job.state !== 'READY' && (
        <ExportState job={job} isCancelling={cancel.isPending} onCancel={() => cancel.mutate()} />
      )}
    </div>
  )
}
