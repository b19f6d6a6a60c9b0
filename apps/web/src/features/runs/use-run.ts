import { getRunReport, type RunReport } from '@enrichify/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { pollMs } from '../../document/run-poll.ts'
import { applyEvent } from '../../live/apply-event.ts'
import { watchWebset, type LiveStatus } from '../../live/live-connection.ts'

/** A run's report, kept up to date by the events of its webset, or by asking while the socket is away. */
export function useRun(id: string) {
  const client = useQueryClient()
  const [live, setLive] = useState<LiveStatus>('connecting')
  const query = useQuery<RunReport>({
    queryKey: keys.runReport(id),
    queryFn: ({ signal }) => call(getRunReport, { params: { id }, signal }),
    refetchInterval: ({ state }) => pollMs(state.data ? [state.data.run] : [], live === 'live'),
  })
  const websetId = query.data?.run.websetId
  // The events of a run come to the room of its webset.
  useEffect(() => {
    if (!websetId) return
    return watchWebset(websetId, {
      onStatus: setLive,
      onEvent: (event) => applyEvent({ client, sheet: () => null }, event),
      onJoined: () => void client.invalidateQueries({ queryKey: keys.runReport(id) }),
    })
  }, [client, websetId, id])
  return { query, live }
}
