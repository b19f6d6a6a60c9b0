import type { IncomingMessage } from 'node:http'
import { TokenBucket, type Config, type LiveAdapter } from '@enrichify/features'
import type { INestApplicationContext } from '@nestjs/common'
import { IoAdapter } from '@nestjs/platform-socket.io'
import type { Server, ServerOptions, Socket } from 'socket.io'
import { isOwnHost } from '../http/answer-headers.ts'
import type { SocketLimits } from './socket-limits.ts'

/** Messages, heartbeats and what a transport says about itself. Messages have a stricter limit of their own. */
const PACKETS = { burst: 400, perSecond: 100 }
type Connection = Socket['conn']

/**
 * Socket.IO across processes, and for our own pages only. Browsers do not apply CORS to WebSockets, so the origin is
 * checked here.
 */
export class LiveIoAdapter extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly live: LiveAdapter,
    private readonly limits: SocketLimits,
    private readonly config: Pick<Config, 'PUBLIC_URL' | 'ALLOWED_HOSTS'>,
  ) {
    super(app)
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      serveClient: false,
      allowRequest: (request: IncomingMessage, decide: (error: string | null, success: boolean) => void) =>
        decide(null, this.#isOwn(request) && this.limits.mayShakeHands(request.socket.remoteAddress ?? '')),
    } as ServerOptions) as Server
    server.engine.on('connection', (connection: Connection) => {
      const packets = new TokenBucket(PACKETS.burst, PACKETS.perSecond)
      // Below the messages, and before it is known who it is.
      connection.on('packet', () => {
        if (!packets.take()) connection.close(true)
      })
    })
    server.adapter(this.live.adapter)
    return server
  }

  #isOwn(request: IncomingMessage): boolean {
    const { origin, host } = request.headers
    if (!isOwnHost(host, this.config)) return false
    // Programs send no origin; a browser always does.
    if (!origin) return true
    if (!URL.canParse(origin)) return false
    const from = new URL(origin).host
    return from === host || (this.config.PUBLIC_URL !== undefined && from === new URL(this.config.PUBLIC_URL).host)
  }
}
