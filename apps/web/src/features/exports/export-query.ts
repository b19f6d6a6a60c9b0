import { getExport, type ExportJob } from '@enrichify/contracts'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'

const POLL_MS = 1000
export const isExportOpen = (job: ExportJob | undefined): boolean =>
  job?.state === 'PENDING' || job?.state === 'RUNNING'

/** Events bring the progress. The server is asked as well, in case the last event is lost. */
export const exportQuery = (id: string) =>
  queryOptions<ExportJob>({
    queryKey: keys.export(id),
    queryFn: ({ signal }) => call(getExport, { params: { id }, signal }),
    refetchInterval: ({ state }) => (isExportOpen(state.data) ? POLL_MS : false),
  })

/** Links work for minutes only, so each download takes a new one. */
export async function downloadExport(id: string): Promise<void> {
  const { downloadUrl } = await call(getExport, { params: { id } })
  if (!downloadUrl) throw new Error('This file has expired. Export again.')
  download(downloadUrl)
}

export function download(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
}
