import type { LiveEvents, LiveRequests } from '@enrichify/contracts'
import { LIVE_PATH } from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { accessRoom, LiveEmitter, SampleService, userRoom, websetRoom, WebsetsService } from '@enrichify/features'
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayInit,
} from '@nestjs/websockets'
import type { Server, Socket } from 'socket.io'
import { AccessTokens } from '../auth/access-tokens.ts'
import { ROOMS_OF_SOCKET, SocketLimits, type SocketAllowance } from './socket-limits.ts'

/** The end of an access disconnects its sockets. This finds those that the message did not reach. */
const RECHECK_MS = 30_000

type LiveSocket = Socket<LiveRequests, LiveEvents, object, { principal: Principal; allowance: SocketAllowance }>

/** @param maxHttpBufferSize in bytes; requests have fewer than 100. @param connectTimeout in ms, to say who one is */
@WebSocketGateway({ path: LIVE_PATH, maxHttpBufferSize: 10_000, connectTimeout: 10_000 })
export class LiveGateway implements OnGatewayInit {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly websets: WebsetsService,
    private readonly samples: SampleService,
    private readonly emitter: LiveEmitter,
    private readonly limits: SocketLimits,
  ) {}

  afterInit(server: Server): void {
    this.emitter.attach(server)
    server.use((socket, next) => {
      const token: unknown = socket.handshake.auth.token
      void (typeof token === 'string' ? this.tokens.accessOf(token) : Promise.resolve(null)).then(
        (access) => {
          if (!access) return next(new Error('unauthenticated'))
          const { principal } = access
          const allowance = this.limits.admit(principal.userId)
          if (!allowance) return next(new Error('too_many_connections'))
          // From here on the connection counts, also when it ends before it is open.
          socket.conn.once('close', allowance.release)
          if (socket.conn.readyState === 'closed') allowance.release()
          socket.data = { principal, allowance }
          void socket.join([userRoom(principal.userId), accessRoom(access.id)])
          next()
        },
        () => next(new Error('unavailable')),
      )
    })
    server.on('connection', (socket: LiveSocket) => {
      socket.use(([, ...values], next) => {
        const taken = socket.data.allowance.take()
        if (taken === 'pass') return next()
        if (taken === 'cut') return socket.conn.close(true)
        const answer: unknown = values.at(-1)
        if (typeof answer === 'function') answer({ ok: false, code: 'rate_limited' })
      })
      const token = socket.handshake.auth.token as string
      const recheck = () => {
        // A database that is away for a moment is no reason to disconnect people.
        this.tokens.accessOf(token, { expired: true }).then(
          (access) => (access ? (socket.data.principal = access.principal) : socket.disconnect(true)),
          () => {},
        )
      }
      // The access may have ended after it was looked at, and before the socket was in its room to hear of it.
      recheck()
      const timer = setInterval(recheck, RECHECK_MS)
      socket.on('disconnect', () => clearInterval(timer))
    })
  }

  /**
   * Joins the room of a webset in the person's own workspace. An id of another workspace is answered like one that
   * does not exist.
   */
  @SubscribeMessage('webset.watch')
  async watch(
    @ConnectedSocket() socket: LiveSocket,
    @MessageBody() request: unknown,
  ): Promise<{ ok: boolean; code?: string }> {
    const websetId = readId(request)
    const { principal } = socket.data
    try {
      if (!websetId) return { ok: false, code: 'invalid_request' }
      const room = websetRoom(principal.workspaceId, websetId)
      if (socket.rooms.has(room)) return { ok: true }
      // Beside them it is in three rooms of its own.
      if (socket.rooms.size >= 3 + ROOMS_OF_SOCKET) return { ok: false, code: 'too_many_websets' }
      await this.websets.get(principal, websetId)
      await socket.join(room)
      void this.samples.begin(principal, websetId).catch(() => {})
      return { ok: true }
    } catch {
      return { ok: false, code: 'webset_not_found' }
    }
  }

  @SubscribeMessage('webset.unwatch')
  async unwatch(@ConnectedSocket() socket: LiveSocket, @MessageBody() request: unknown): Promise<void> {
    const websetId = readId(request)
    if (websetId) await socket.leave(websetRoom(socket.data.principal.workspaceId, websetId))
  }
}

function readId(request: unknown): string | null {
  const id = (request as { websetId?: unknown } | null)?.websetId
  return typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id) ? id : null
}
