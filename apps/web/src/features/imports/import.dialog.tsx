import type { Webset } from '@enrichify/contracts'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { errorText } from '../../ui/error-text.ts'
import { plural } from '../../ui/format.ts'
import { bytes } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ImportColumns } from './import-columns.tsx'
import { ImportMatching, keyOf } from './import-matching.tsx'
import { ImportReading } from './import-reading.tsx'
import { useImportPreview, type Options } from './use-import-preview.ts'

interface ImportDialogProps {
  file: File
  /** Null: the file becomes a webset of its own. */
  webset: Webset | null
  onClose: () => void
  onStarted: (websetId: string, importId: string) => void
}

/** Shows what a file would become, and how to read it differently, before a single row is written. */
export function ImportDialog({ file, webset, onClose, onStarted }: ImportDialogProps) {
  const { preview, start } = useImportPreview(file, webset)
  const [last, setLast] = useState(preview.data)
  const [edited, setEdited] = useState<Options | null>(null)
  if (preview.data && preview.data !== last) {
    setLast(preview.data)
    setEdited(preview.data.options)
  }
  const options = edited ?? preview.data?.options ?? null
  const shown = preview.data ?? last
  const reread = (change: Partial<Options>) => {
    if (!shown || !options) return
    // Columns are guessed again when the file is read in another way; otherwise types and names stay.
    const { columns, ...reading } = { ...options, ...change }
    preview.mutate({ uploadId: shown.uploadId, options: 'columns' in change ? { ...reading, columns } : reading })
    setEdited({ ...options, ...change })
  }
  const used = options?.columns.filter((column) => !column.skip).length ?? 0
  const problems = shown?.sample.reduce((sum, row) => sum + row.problems.length, 0) ?? 0
  return (
    <Dialog
      title={`Import ${file.name}`}
      description={`${bytes(file.size)}, ${webset ? `added to “${webset.name}”` : 'as a new webset'}`}
      onClose={onClose}
      wide
      keepOpen={start.isPending}
      footer={
        <>
          <span className="mr-auto text-small text-quiet">
            {shown && problems > 0
              ? `${plural(problems, 'value does', 'values do')} not fit in this sample; the import lists each line.`
              : ''}
          </span>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={start.isPending}
            disabled={!options || used === 0 || preview.isPending}
            onClick={() =>
              options &&
              start.mutate(
                { ...options, updateBy: keyOf(options) },
                { onSuccess: (job) => onStarted(job.websetId, job.id) },
              )
            }
          >
            Import {used > 0 ? `${used} ${used === 1 ? 'column' : 'columns'}` : ''}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {preview.isError && (
          <ErrorLine error={new Error(errorText(preview.error))} onRetry={() => preview.mutate(null)} />
        )}
        {start.isError && <ErrorLine error={start.error} />}
        {!shown && preview.isPending && (
          <div role="status" aria-label="Reading the file" className="flex flex-col gap-3">
            <Skeleton className="h-8" />
            <Skeleton className="h-48" />
          </div>
        )}
        {shown && options && (
          <>
            <ImportReading preview={shown} options={options} busy={preview.isPending} onChange={reread} />
            {webset && <ImportMatching webset={webset} options={options} onChange={setEdited} />}
            <ImportColumns
              preview={shown}
              options={options}
              webset={webset}
              onNames={(columns) => setEdited({ ...options, columns })}
              onTypes={(columns) => reread({ columns })}
            />
          </>
        )}
      </div>
    </Dialog>
  )
}
