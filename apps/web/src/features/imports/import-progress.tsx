import { cancelImport, type ImportJob } from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed } from '../../api/use-session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { bytes, plural, sentence } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { ImportErrors } from './import-errors.tsx'
import { importQuery, isImportOver as isOver } from './import-query.ts'
import { importTitle, importWords } from './import-words.ts'

/** Shown above the sheet during an import, and afterwards with what did not fit, until a person puts it away. */
export function ImportProgress({
  importId,
  onClose,
  onFinished,
  onWebsetRemoved,
}: {
  importId: string
  onClose: () => void
  onFinished: () => void
  /** It was cancelled, and the webset that it had made is gone with it. */
  onWebsetRemoved: (job: ImportJob) => void
}) {
  const [showErrors, setShowErrors] = useState(false)
  const query = useQuery(importQuery(importId))
  const job = query.data
  const mayImport = useAllowed('imports.run') === true
  const cache = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => call(cancelImport, { params: { id: importId } }),
    // The event that its webset is gone may be here first.
    onSuccess: (cancelled) =>
      cache.setQueryData<ImportJob>(keys.import(importId), (known) => (known?.websetRemoved ? known : cancelled)),
    // It may have ended meanwhile.
    onError: () => void query.refetch(),
  })
  const finished = job?.state === 'finished'
  const tell = useEffectEvent(onFinished)
  useEffect(() => {
    if (finished) tell()
  }, [finished])
  const removed = job?.websetRemoved ? job : null
  const leave = useEffectEvent(onWebsetRemoved)
  useEffect(() => {
    if (removed) leave(removed)
  }, [removed])
  if (query.isError) return <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
  if (!job) return null
  return (
    <section aria-label="Import" className="appear shrink-0 border-b border-line bg-surface">
      <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1 px-3 py-1.5" role="status">
        <p className="min-w-0 flex-1 basis-64 break-words">
          <span className="font-medium">{importTitle(job)}</span>
          <span className="text-muted">
            {' '}
            · {job.fileName} · {importWords(job)}
            {!isOver(job) && job.bytes > 0 && ` · ${bytes(job.bytesRead)} of ${bytes(job.bytes)}`}
          </span>
          {job.message && <span className="text-danger"> · {sentence(job.message)}</span>}
        </p>
        {job.errorCount > 0 && (
          <Button tone="quiet" className="text-danger!" onClick={() => setShowErrors(true)}>
            {plural(job.errorCount, 'note')} on this file
          </Button>
        )}
        {!isOver(job) && mayImport && (
          <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel the import
          </Button>
        )}
        {isOver(job) && <IconButton icon={X} label="Put away" onClick={onClose} />}
      </div>
      {!isOver(job) && <Progress share={job.bytes > 0 ? job.bytesRead / job.bytes : null} label="File read" />}
      {showErrors && <ImportErrors job={job} onClose={() => setShowErrors(false)} />}
    </section>
  )
}
