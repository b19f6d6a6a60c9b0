import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

export interface Replay {
  status?: number
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Ends the connection hard after so many bytes of the body. 0: before the headers. */
  cutAfter?: number
  /** Never answers. */
  hang?: boolean
  /** Sends the headers and the first half of the body, and then nothing. */
  stall?: boolean
}

/** Replays a service on loopback: says what it was asked, and answers what was recorded. */
export class ReplayServer {
  readonly seen: SeenRequest[] = []
  closedByClient = 0
  answer: Replay | ((request: SeenRequest) => Replay) = { status: 500 }
  readonly #server: Server
  readonly #waiting: (() => void)[] = []

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(): Promise<ReplayServer> {
    const server = createServer()
    const replay = new ReplayServer(server)
    server.on('request', (request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const seen = {
          method: request.method ?? '',
          url: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(parts).toString(),
        }
        replay.seen.push(seen)
        response.on('close', () => {
          if (!response.writableFinished) replay.closedByClient++
        })
        replay.#send(response, typeof replay.answer === 'function' ? replay.answer(seen) : replay.answer)
        for (const wake of replay.#waiting.splice(0)) wake()
      })
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return replay
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Resolves when the next request has arrived whole. */
  asked(): Promise<void> {
    return new Promise((done) => this.#waiting.push(done))
  }

  #send(response: ServerResponse, { status = 200, headers = {}, body = '', cutAfter, hang, stall }: Replay): void {
    if (hang) return
    const bytes = Buffer.from(body)
    if (cutAfter === 0) return void response.socket?.resetAndDestroy()
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    if (stall) return void response.write(bytes.subarray(0, bytes.length / 2))
    if (cutAfter === undefined || cutAfter >= bytes.length) return void response.end(bytes)
    response.write(bytes.subarray(0, cutAfter), () => response.socket?.destroy())
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((done) => this.#server.close(() => done()))
  }
}

/** Recorded events in the frames of the service: with `event:` lines when it names them, and with its own last word. */
export function asEvents(lines: readonly string[], frame: 'data' | 'bare' | 'named'): string {
  const framed = lines.map((line) =>
    frame === 'named'
      ? `event: ${(JSON.parse(line) as { type: string }).type}\ndata: ${line}\n\n`
      : `data: ${line}\n\n`,
  )
  return framed.join('') + (frame === 'data' ? 'data: [DONE]\n\n' : '')
}
