import { getWebset, listRuns, type Run, type Webset } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import type { LiveStatus } from '../../live/live-connection.ts'

export function useWebset(id: string) {
  return useQuery<Webset>({ queryKey: keys.webset(id), queryFn: ({ signal }) => call(getWebset, { params: { id }, signal }) })
}

const POLL_MS = 2000

/** Events carry the progress; while the socket is away the server is asked instead. */
export function useRuns(id: string, live: LiveStatus) {
  const query = useQuery<{ runs: Run[] }>({
    queryKey: keys.runs(id),
    queryFn: ({ signal }) => call(listRuns, { params: { id }, query: { limit: 50 }, signal }),
    refetchInterval: ({ state }) => (live !== 'live' && state.data?.runs.some((run) => !isRunOver(run.state)) ? POLL_MS : false),
  })
  const runs = query.data?.runs ?? []
  return { query, runs, active: runs.find((run) => !isRunOver(run.state)) ?? null }
}
