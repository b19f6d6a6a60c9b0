import {
  cancelExport,
  EXPORT_FORMATS,
  startExport,
  type ExportFormat,
  type ExportJob,
  type Webset,
} from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { FileDown } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { errorText } from '../../ui/error-text.ts'
import { CheckField, SelectField } from '../../ui/field.tsx'
import { toastProblem } from '../../ui/toast.ts'
import type { SheetView } from '../../view/view-state.ts'
import { EarlierExports } from './earlier-exports.tsx'
import { download, exportQuery, isExportOpen } from './export-query.ts'
import { ExportState } from './export-state.tsx'
import { followExport } from './follow-export.ts'

const FORMAT_LABELS = { csv: 'CSV', xlsx: 'Excel (XLSX)', jsonl: 'JSON Lines, with all evidence' } satisfies Record<
  ExportFormat,
  string
>

export function ExportDialog({ webset, view, onClose }: { webset: Webset; view: SheetView; onClose: () => void }) {
  const client = useQueryClient()
  const narrowed = view.filters.length > 0 || view.search !== ''
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [all, setAll] = useState(!narrowed)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [evidence, setEvidence] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const chosen = webset.columns.filter((column) => !left.has(column.id))
  const isClosed = useClosed(() => isExportOpen(job.data) && jobId && followExport(client, jobId))
  const start = useMutation({
    mutationFn: () =>
      call(startExport, {
        params: { id: webset.id },
        body: {
          format,
          evidence,
          ...(left.size > 0 ? { columnIds: chosen.map((column) => column.id) } : {}),
          ...(all ? {} : { filter: view.filters, ...(view.search ? { search: view.search } : {}) }),
        },
      }),
    onSuccess: (job) => {
      client.setQueryData(keys.export(job.id), job)
      setJobId(job.id)
      void client.invalidateQueries({ queryKey: keys.exports(webset.id) })
      if (isClosed.current) followExport(client, job.id)
    },
    onError: (error) => isClosed.current && toastProblem(errorText(error)),
  })
  const job = useQuery({ ...exportQuery(jobId ?? ''), enabled: jobId !== null })
  const cancel = useMutation({
    mutationFn: (id: string) => call(cancelExport, { params: { id } }),
    onSuccess: (cancelled) => client.setQueryData(keys.export(cancelled.id), cancelled),
    // It may have ended meanwhile.
    onError: () => void job.refetch(),
  })
  useDownload(job.data)
  const busy = start.isPending || isExportOpen(job.data)
  const toggle = (id: string) =>
    setLeft((current) =>
      current.has(id) ? new Set([...current].filter((other) => other !== id)) : new Set([...current, id]),
    )
  return (
    <Dialog
      title="Export"
      description={webset.name}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{closeWord(job.data)}</Button>
          <Button
            tone="primary"
            icon={FileDown}
            busy={busy}
            disabled={chosen.length === 0}
            onClick={() => start.mutate()}
          >
            Export
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SelectField
          label="Format"
          value={format}
          onValue={setFormat}
          options={EXPORT_FORMATS.map((value) => ({ value, label: FORMAT_LABELS[value] }))}
        />
        {narrowed && (
          <SelectField
            label="Rows"
            value={all ? 'all' : 'view'}
            onValue={(value) => setAll(value === 'all')}
            options={[
              { value: 'view', label: 'Only those of the current search and filter' },
              { value: 'all', label: 'All rows' },
            ]}
          />
        )}
        {format !== 'jsonl' && (
          <CheckField
            label="With evidence"
            hint="Adds the state, the quote and the page of each answer."
            checked={evidence}
            onChange={(event) => setEvidence(event.target.checked)}
          />
        )}
        <fieldset>
          <legend className="mb-1 flex w-full items-center justify-between text-small font-medium text-muted">
            Columns
            <button
              type="button"
              className="text-accent underline underline-offset-2"
              onClick={() => setLeft(left.size > 0 ? new Set() : new Set(webset.columns.map((column) => column.id)))}
            >
              {left.size > 0 ? 'Choose all' : 'Choose none'}
            </button>
          </legend>
          <div className="grid max-h-48 gap-1.5 overflow-auto rounded-base border border-line p-2.5 sm:grid-cols-2">
            {webset.columns.map((column) => (
              <CheckField
                key={column.id}
                label={<span className="block truncate">{column.name}</span>}
                checked={!left.has(column.id)}
                onChange={() => toggle(column.id)}
              />
            ))}
          </div>
        </fieldset>
        {start.isError && <ErrorLine error={start.error} />}
        {job.isError && <ErrorLine error={job.error} onRetry={() => void job.refetch()} />}
        {job.data && (
          <ExportState job={job.data} isCancelling={cancel.isPending} onCancel={() => cancel.mutate(job.data.id)} />
        )}
        {isExportOpen(job.data) && (
          <p className="text-small text-quiet">You can close this. A message says when the file is ready.</p>
        )}
        <EarlierExports websetId={webset.id} except={jobId} />
      </div>
    </Dialog>
  )
}

/** The button closes the dialog. An export that is under way goes on. */
function closeWord(job: ExportJob | undefined): string {
  if (job?.state === 'READY') return 'Done'
  return isExportOpen(job) ? 'Close' : 'Cancel'
}

/** Whether the dialog was closed, in whatever way. An export that is under way is followed from then on. */
function useClosed(onClosed: () => void) {
  const isClosed = useRef(false)
  const tell = useEffectEvent(onClosed)
  useEffect(() => {
    isClosed.current = false
    return () => {
      isClosed.current = true
      tell()
    }
  }, [])
  return isClosed
}

/** Starts the download of each finished export once. */
function useDownload(job: ExportJob | undefined): void {
  const taken = useRef<string | null>(null)
  const url = job?.state === 'READY' ? job.downloadUrl : null
  const id = job?.id ?? null
  useEffect(() => {
    if (!url || taken.current === id) return
    taken.current = id
    download(url)
  }, [url, id])
}
