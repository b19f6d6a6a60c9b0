import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

type Reply = { status?: number; headers?: Record<string, string>; body?: string } | ((text: string) => object)

/** The same claim for every question of a call. */
export const claim =
  (value: string, quote: string, page = 1) =>
  (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/^(q\d+): /gm)].map(([, name]) => [name!, { found: value !== '', value, quote, page }]),
    )

/** A model on loopback that answers with one reply; the model `broke-1` has no credit. */
export class ClaimModel {
  asked: { key: string; text: string }[] = []
  reply: Reply = {}

  private constructor(private readonly server: Server) {}

  static async open(): Promise<ClaimModel> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        if (request.method === 'GET') return response.end('{"data":[{"id":"local-1"}]}')
        const body = JSON.parse(Buffer.concat(parts).toString()) as { model?: string; messages: { content: string }[] }
        const text = body.messages.at(-1)!.content
        if (body.model === 'broke-1') return response.writeHead(402).end('{}')
        model.asked.push({ key: String(request.headers.authorization), text })
        const { reply } = model
        if (typeof reply !== 'function')
          return response
            .writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
            .end(reply.body ?? '{}')
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(completion(JSON.stringify(reply(text)))))
      })
    })
    const model = new ClaimModel(server)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return model
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

function completion(content: string): object {
  return {
    id: 'x',
    object: 'chat.completion',
    created: 0,
    model: 'local-1',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: 1000,
      completion_tokens: 50,
      total_tokens: 1050,
      prompt_tokens_details: { cached_tokens: 400 },
    },
  }
}
