import { ApiError, type ExportJob } from '@enrichify/contracts'
import { QueryObserver, type QueryClient, type QueryObserverResult } from '@tanstack/react-query'
import { errorText } from '../../ui/error-text.ts'
import { bytes, sentence } from '../../ui/format.ts'
import { toastProblem, toastUntilUsed } from '../../ui/toast.ts'
import { downloadExport, exportQuery, isExportOpen } from './export-query.ts'

const followed = new Set<string>()

/** Goes on with an export whose dialog was closed, wherever the person is by then, and says how it ended. */
export function followExport(client: QueryClient, id: string): void {
  if (followed.has(id)) return
  followed.add(id)
  const observer = new QueryObserver(client, exportQuery(id))
  const look = ({ data, error }: QueryObserverResult<ExportJob>) => {
    // The person has signed out, or the webset is gone.
    const isGone = error instanceof ApiError && error.status >= 400 && error.status < 500
    if (!followed.has(id) || (!isGone && (!data || isExportOpen(data)))) return
    followed.delete(id)
    observer.destroy()
    if (data && !isGone) tell(data)
  }
  observer.subscribe(look)
  // It may have ended a moment ago.
  look(observer.getCurrentResult())
}

function tell({ id, state, fileName, bytes: size, message }: ExportJob): void {
  if (state === 'READY')
    toastUntilUsed(`${fileName} is ready${size === null ? '' : ` (${bytes(size)})`}.`, {
      label: 'Download',
      run: () => void downloadExport(id).catch((error: unknown) => toastProblem(errorText(error))),
    })
  if (state === 'FAILED') toastProblem(`${fileName} could not be exported. ${sentence(message ?? '')}`.trim())
}
