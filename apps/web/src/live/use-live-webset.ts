import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { keys } from '../api/keys.ts'
import type { SheetDocument } from '../document/sheet-document.ts'
import { applyEvent } from './apply-event.ts'
import { watchWebset, type LiveStatus } from './live-connection.ts'

/** Keeps the page in step with the server for as long as the webset is open. */
export function useLiveWebset(document: SheetDocument): LiveStatus {
  const client = useQueryClient()
  const [status, setStatus] = useState<LiveStatus>('connecting')
  useEffect(
    () =>
      watchWebset(document.websetId, {
        onStatus: setStatus,
        onEvent: (event) => applyEvent({ client, sheet: (id) => (id === document.websetId ? document : null) }, event),
        onJoined: (again) => {
          // The open chat may have grown in the meantime. Later events have offsets that fit what is read now.
          void client.invalidateQueries({ queryKey: keys.allOpenChats() })
          // Rows and runs were read before we joined the room.
          void document.catchUp()
          void client.invalidateQueries({ queryKey: keys.runs(document.websetId) })
          if (again) document.queue.retry()
        },
      }),
    [client, document],
  )
  return status
}
