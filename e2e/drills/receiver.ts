import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Receipt {
  verb: string
  path: string
  /** The `Idempotency-Key`. */
  key: string
  /** The header that rows send a secret in. */
  secret: string
  at: number
}

export const SECRET_HEADER = 'x-api-key'

export interface Reply {
  status?: number
  headers?: Record<string, string>
  body?: string
}

/** The host that request columns ask, on loopback. It keeps a receipt of each request, whatever its callers do. */
export class Receiver {
  readonly receipts: Receipt[] = []
  /** What it says. Null: it never answers. */
  reply: (receipt: Receipt) => Promise<Reply | null> | Reply | null = () => ({})
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      const receipt: Receipt = {
        verb: request.method!,
        path: decodeURIComponent(request.url!),
        key: String(request.headers['idempotency-key'] ?? ''),
        secret: String(request.headers[SECRET_HEADER] ?? ''),
        at: performance.now(),
      }
      // Its effect begins here, whatever becomes of the answer.
      this.receipts.push(receipt)
      request.resume()
      request.once('end', () => {
        void Promise.resolve(this.reply(receipt)).then((reply) => {
          if (!reply) return
          const { status = 200, headers = {}, body = '{"size":42}' } = reply
          response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
        })
      })
    })
  }

  static async open(): Promise<Receiver> {
    const receiver = new Receiver()
    await new Promise<void>((done) => receiver.#server.listen(0, '127.0.0.1', done))
    return receiver
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** What came for paths that begin like this. */
  of(prefix: string): Receipt[] {
    return this.receipts.filter(({ path }) => path.startsWith(prefix))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((done) => this.#server.close(() => done()))
  }
}
