import type { LiveEvents, LiveRequests } from '@enrichify/contracts'
import { LIVE_PATH } from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { LiveEmitter, SampleService, WebsetsService, websetRoom } from '@enrichify/features'
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayInit,
} from '@nestjs/websockets'
import type { Server, Socket } from 'socket.io'
import { AccessTokens } from '../auth/access-tokens.ts'

/** How long a socket may stay open after its access ended. */
const RECHECK_MS = 30_000

type LiveSocket = Socket<LiveRequests, LiveEvents, object, { principal: Principal }>

@WebSocketGateway({ path: LIVE_PATH, maxHttpBufferSize: 100_000 })
export class LiveGateway implements OnGatewayInit {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly websets: WebsetsService,
    private readonly samples: SampleService,
    private readonly emitter: LiveEmitter,
  ) {}

  afterInit(server: Server): void {
    this.emitter.attach(server)
    server.use((socket, next) => {
      const token: unknown = socket.handshake.auth.token
      void (typeof token === 'string' ? this.tokens.principalOf(token) : Promise.resolve(null)).then(
        (principal) => {
          if (!principal) return next(new Error('unauthenticated'))
          socket.data.principal = principal
          void socket.join(`user:${principal.userId}`)
          next()
        },
        () => next(new Error('unavailable')),
      )
    })
    server.on('connection', (socket: LiveSocket) => {
      const token = socket.handshake.auth.token as string
      const timer = setInterval(() => {
        // A database that is away for a moment is no reason to disconnect people.
        this.tokens.principalOf(token, { expired: true }).then(
          (principal) => (principal ? (socket.data.principal = principal) : socket.disconnect(true)),
          () => {},
        )
      }, RECHECK_MS)
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
      await this.websets.get(principal, websetId)
      await socket.join(websetRoom(principal.workspaceId, websetId))
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
