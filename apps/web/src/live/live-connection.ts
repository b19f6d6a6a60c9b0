import { LIVE_PATH, type LiveEventName, type LiveEvents, type LiveRequests } from '@enrichify/contracts'
import type { Socket } from 'socket.io-client'
import { session } from '../api/client.ts'
import type { LiveEvent } from './apply-event.ts'

export type LiveStatus = 'connecting' | 'live' | 'offline'
const EVENTS = [
  'sheet.changed',
  'run.updated',
  'import.updated',
  'export.updated',
  'chat.start',
  'chat.delta',
  'chat.end',
] as const satisfies readonly LiveEventName[]
const RETRY_MS = 3000
const ANSWER_MS = 4000

export interface Watch {
  onEvent: (event: LiveEvent) => void
  onStatus: (status: LiveStatus) => void
  /** From now on no event is missed. `again`: the connection was away, and events of that time were missed. */
  onJoined: (again: boolean) => void
}

/**
 * Watches one webset until the returned function is called.
 * The socket's code is loaded by the first sheet, not by the sign-in screen.
 */
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
      reconnectionDelay: 500,
      reconnectionDelayMax: 2000,
      forceNew: true,
      // A function, so that every attempt brings the token that is valid then.
      auth: (give) => give({ token: session.accessToken() }),
    })
    socket = opened
    const ask = () => {
      if (stopped || !opened.connected) return
      opened
        .timeout(ANSWER_MS)
        .emit('webset.watch', { websetId }, (error: Error | null, answer?: { ok: boolean; code?: string }) => {
          if (stopped) return
          const ok = error === null && answer?.ok === true
          watch.onStatus(ok ? 'live' : 'offline')
          if (ok) watch.onJoined(wasLive)
          wasLive ||= ok
          // A refusal is final, but not one that comes from haste. No answer at all is worth another try.
          if (error || answer?.code === 'rate_limited') retry = setTimeout(ask, RETRY_MS)
        })
    }
    opened.on('connect', ask)
    opened.on('connect_error', () => {
      watch.onStatus('offline')
      // Refused, not unreachable: socket.io gives up then. The usual cause is an expired token.
      if (!opened.active) again()
    })
    opened.on('disconnect', (reason) => {
      watch.onStatus('offline')
      if (reason === 'io server disconnect') again()
    })
    for (const name of EVENTS)
      opened.on(name, ((payload: never) => watch.onEvent({ name, payload } as LiveEvent)) as never)
  })

  return () => {
    stopped = true
    clearTimeout(retry)
    socket?.emit('webset.unwatch', { websetId })
    socket?.disconnect()
  }
}
