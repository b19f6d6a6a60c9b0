import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Receipt {
  business: string
  at: number
  micros: number
}

/**
 * The cost of one of its answers by the price that the drill sets: 2,000 + 40 tokens at a dollar and two per million.
 */
export const PRICE = {
  model: 'counting-1',
  inputMicrosPerMillion: 1_000_000,
  cachedInputMicrosPerMillion: 1_000_000,
  outputMicrosPerMillion: 2_000_000,
}
const USAGE = { prompt_tokens: 2000, completion_tokens: 40, total_tokens: 2040 }
const MICROS = 2080

/**
 * A service that speaks Chat Completions on loopback. It keeps a receipt of everything that it charges for, out of
 * the reach of the callers. It charges when it begins to answer, and it refuses every tenth business without a
 * charge.
 */
export class CountingProvider {
  readonly receipts: Receipt[] = []
  refused = 0
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(): Promise<CountingProvider> {
    const server = createServer()
    const provider = new CountingProvider(server)
    server.on('request', (request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        if (request.method === 'GET')
          return response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"id":"counting-1"}]}')
        const text = (JSON.parse(Buffer.concat(parts).toString()) as { messages: { content: string }[] }).messages.at(
          -1,
        )!.content
        const business = /^Business: (.*)$/m.exec(text)?.[1] ?? ''
        if (business.endsWith('0')) {
          provider.refused++
          return response
            .writeHead(400, { 'content-type': 'application/json' })
            .end('{"error":{"message":"not this one"}}')
        }
        provider.receipts.push({ business, at: performance.now(), micros: MICROS })
        // Like a model, it thinks for a moment.
        setTimeout(
          () => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answerTo(text))),
          10 + Math.random() * 40,
        )
      })
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return provider
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** What it charged for the businesses whose names begin like this. Other receipts stay. */
  of(prefix: string): Receipt[] {
    return this.receipts.filter(({ business }) => business.startsWith(prefix))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((done) => this.#server.close(() => done()))
  }
}

function answerTo(text: string): object {
  const excerpt = /<excerpt page="(\d+)"[^>]*>\n([\s\S]*?)\n<\/excerpt>/.exec(text)
  const quote = excerpt?.[2]?.trim().split(/\s+/).slice(0, 3).join(' ') ?? ''
  const answer = { found: quote !== '', value: quote, quote, page: Number(excerpt?.[1] ?? 0) }
  const names = [...text.matchAll(/^(q\d+): /gm)].map(([, name]) => name!)
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: 'counting-1',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: JSON.stringify(Object.fromEntries(names.map((name) => [name, answer]))),
        },
        finish_reason: 'stop',
      },
    ],
    usage: USAGE,
  }
}
