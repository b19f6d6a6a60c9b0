import type { ImportJob } from '@enrichify/contracts'
import { Dialog } from '../../ui/dialog.tsx'
import { count, sentence } from '../../ui/format.ts'

const KEPT =
  'A value that does not fit the type of its column stays as it was written. A line that was left out says so.'

export function ImportErrors({ job, onClose }: { job: ImportJob; onClose: () => void }) {
  return (
    <Dialog
      title="What to look at in this file"
      description={
        job.errorCount > job.errors.length
          ? `The first ${job.errors.length} of ${count.format(job.errorCount)}. ${KEPT}`
          : KEPT
      }
      onClose={onClose}
      wide
    >
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="text-small text-quiet">
            {['Line', 'Column', 'Value', 'Reason'].map((title) => (
              <th key={title} scope="col" className="border-b border-line-strong py-1.5 pr-4 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {job.errors.map((error, index) => (
            <tr key={index} className="align-top">
              <td className="border-b border-line py-1.5 pr-4 text-quiet">{error.line}</td>
              <td className="border-b border-line py-1.5 pr-4">{error.column ?? ''}</td>
              <td className="max-w-60 border-b border-line py-1.5 pr-4 font-mono text-small break-words">
                {error.value ?? ''}
              </td>
              <td className="border-b border-line py-1.5 text-muted">{sentence(error.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  )
}
