import type { IncomingMessage } from 'node:http'
import type { LiveAdapter } from '@enrichify/features'
import type { INestApplicationContext } from '@nestjs/common'
import { IoAdapter } from '@nestjs/platform-socket.io'
import type { Server, ServerOptions } from 'socket.io'

/**
 * Socket.IO across processes, and for our own pages only. Browsers do not apply CORS to WebSockets, so the origin is
 * checked here.
 */
export class LiveIoAdapter extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly live: LiveAdapter,
    private readonly publicUrl: string | undefined,
  ) {
    super(app)
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      serveClient: false,
      allowRequest: (request: IncomingMessage, decide: (error: string | null, success: boolean) => void) =>
        decide(null, this.#isOwn(request)),
    } as ServerOptions) as Server
    server.adapter(this.live.adapter)
    return server
  }

  #isOwn(request: IncomingMessage): boolean {
    const { origin, host } = request.headers
    // Programs send no origin; a browser always does.
    if (!origin) return true
    if (!URL.canParse(origin)) return false
    const from = new URL(origin).host
    return from === host || (this.publicUrl !== undefined && from === new URL(this.publicUrl).host)
  }
}
