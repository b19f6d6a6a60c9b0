import type { ExportJob } from '@enrichify/contracts'
import { Button } from '../../ui/button.tsx'
import { bytes, count, plural, sentence } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'

export function ExportState({
  job,
  isCancelling,
  onCancel,
}: {
  job: ExportJob
  isCancelling: boolean
  onCancel: () => void
}) {
  switch (job.state) {
    case 'PENDING':
    case 'RUNNING':
      return (
        <div role="status" className="flex flex-col gap-1.5">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-muted">
              {job.state === 'PENDING'
                ? 'Waiting for its turn…'
                : `${count.format(job.rowsDone)} of ${plural(job.rows, 'row')} written`}
            </p>
            <Button busy={isCancelling} onClick={onCancel}>
              Cancel the export
            </Button>
          </div>
          <Progress
            share={job.state === 'PENDING' || job.rows === 0 ? null : job.rowsDone / job.rows}
            label="Rows written"
          />
        </div>
      )
    case 'READY':
      return (
        <p role="status" className="rounded-base bg-accent-soft px-3 py-2 text-accent-strong">
          {job.fileName} is ready{job.bytes === null ? '' : ` (${bytes(job.bytes)})`}. The download has begun
          {job.downloadUrl && (
            <>
              ;{' '}
              <a href={job.downloadUrl} download className="underline underline-offset-2">
                take it again
              </a>
            </>
          )}
          .
        </p>
      )
    case 'FAILED':
      return (
        <p role="alert" className="rounded-base bg-danger-soft px-3 py-2 text-danger">
          {sentence(job.message ?? 'The export failed.')}
        </p>
      )
    case 'CANCELLED':
      return (
        <p role="status" className="text-muted">
          The export was cancelled.
        </p>
      )
    case 'EXPIRED':
      return <p className="text-muted">This file has expired. Export again.</p>
  }
}
