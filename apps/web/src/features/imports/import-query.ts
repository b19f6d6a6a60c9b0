import { getImport, type ImportJob } from '@enrichify/contracts'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'

const POLL_MS = 1000
export const isImportOver = ({ state }: ImportJob): boolean =>
  state === 'finished' || state === 'failed' || state === 'cancelled'

/** Events bring the progress. The server is asked as well, in case the last event is lost. */
export const importQuery = (id: string) =>
  queryOptions<ImportJob>({
    queryKey: keys.import(id),
    queryFn: ({ signal }) => call(getImport, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isImportOver(state.data) ? false : POLL_MS),
  })
