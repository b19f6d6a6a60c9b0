import type { Webset } from '@enrichify/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { keys } from '../api/keys.ts'
import type { RowWindows } from '../document/row-windows.ts'
import { applyEvent } from './apply-event.ts'
import { watchWebset, type LiveStatus } from './live-connection.ts'

/** Keeps the page in step with the server for as long as the webset is open. */
export function useLiveWebset(websetId: string, rows: () => RowWindows | null): LiveStatus {
  const client = useQueryClient()
  const [status, setStatus] = useState<LiveStatus>('connecting')
  useEffect(
    () =>
      watchWebset(websetId, {
        onStatus: setStatus,
        onEvent: (event) => applyEvent({ client, rows: (id) => (id === websetId ? rows() : null) }, event),
        onJoined: (again) => {
          // The open chat may have grown in the meantime. Later events have offsets that fit what is read now.
          void client.invalidateQueries({ queryKey: keys.allOpenChats() })
          // The first rows were read before we joined the room. During a run, cells may have changed in between.
          if (!again && !client.getQueryData<Webset>(keys.webset(websetId))?.activeRunId) return
          rows()?.invalidate()
          void client.invalidateQueries({ queryKey: keys.webset(websetId) })
        },
      }),
    [client, websetId, rows],
  )
  return status
}
