import { getWebset, listRuns, type Run, type Webset } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { pollMs } from './run-poll.ts'
import type { SheetDocument } from './sheet-document.ts'

export function useWebset(id: string) {
  return useQuery<Webset>({
    queryKey: keys.webset(id),
    queryFn: ({ signal }) => call(getWebset, { params: { id }, signal }),
  })
}

/** Events bring the progress. While the socket is away, and at the end of a run, the server is asked. */
export function useRuns(id: string, isLive: boolean, document: SheetDocument) {
  const query = useQuery<{ runs: Run[] }>({
    queryKey: keys.runs(id),
    queryFn: ({ signal }) => call(listRuns, { params: { id }, query: { limit: 50 }, signal }),
    refetchInterval: ({ state }) => pollMs(state.data?.runs ?? [], isLive),
  })
  const runs = query.data?.runs ?? []
  const active = runs.find((run) => !isRunOver(run.state)) ?? null
  const progress = `${active?.id ?? ''}.${active?.cellsDone ?? ''}`
  const seen = useRef(progress)
  // Without events, what was changed is asked for whenever the run has moved.
  useEffect(() => {
    if (seen.current !== progress && !isLive) void document.catchUp()
    seen.current = progress
  }, [progress, isLive, document])
  return { query, runs, active }
}
