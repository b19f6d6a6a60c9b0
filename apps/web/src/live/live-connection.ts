import { LIVE_PATH, type LiveEventName, type LiveEvents, type LiveRequests } from '@enrichify/contracts'
import type { Socket } from 'socket.io-client'
import { session } from '../api/client.ts'
import type { LiveEvent } from './apply-event.ts'

export type LiveStatus = 'connecting' | 'live' | 'offline'
const EVENTS = ['cells.updated', 'rows.changed', 'webset.changed', 'run.updated', 'import.updated', 'export.updated'] as const satisfies readonly LiveEventName[]
const RETRY_MS = 3000

export interface Watch {
  onEvent: (event: LiveEvent) => void
  onStatus: (status: LiveStatus) => void
  /** The connection was away: whatever was said meanwhile was missed. */
  onMissed: () => void
}

/** Watches one webset until the returned function is called. The socket's code is loaded by the first sheet, not by the sign-in screen. */
export function watchWebset(websetId: string, watch: Watch): () => void {
  let socket: Socket<LiveEvents, LiveRequests> | null = null
  let stopped = false
  let wasLive = false
  let retry: ReturnType<typeof setTimeout> | undefined
  watch.onStatus('connecting')

  const again = () => {
    clearTimeout(retry)
    retry = setTimeout(() => {
      if (!stopped) void session.refresh().then(() => socket?.connect())
    }, RETRY_MS)
  }

  void import('socket.io-client').then(({ io }) => {
    if (stopped) return
    const opened: Socket<LiveEvents, LiveRequests> = io({
      path: LIVE_PATH,
      transports: ['websocket', 'polling'],
      reconnectionDelayMax: 5000,
      forceNew: true,
      // A function: every attempt brings the token of its own time.
      auth: (give) => give({ token: session.accessToken() }),
    })
    socket = opened
    opened.on('connect', () => {
      opened.emit('webset.watch', { websetId }, (answer) => {
        if (stopped) return
        watch.onStatus(answer.ok ? 'live' : 'offline')
        if (!answer.ok) return
        if (wasLive) watch.onMissed()
        wasLive = true
      })
    })
    opened.on('connect_error', () => {
      watch.onStatus('offline')
      // Refused rather than unreachable: socket.io gives up then, and the usual cause is a token that ran out.
      if (!opened.active) again()
    })
    opened.on('disconnect', (reason) => {
      watch.onStatus('offline')
      if (reason === 'io server disconnect') again()
    })
    for (const name of EVENTS) opened.on(name, ((payload: never) => watch.onEvent({ name, payload } as LiveEvent)) as never)
  })

  return () => {
    stopped = true
    clearTimeout(retry)
    socket?.emit('webset.unwatch', { websetId })
    socket?.disconnect()
  }
}
