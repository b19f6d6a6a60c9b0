import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a chat-completions service gets it. */
export interface ModelRequest {
  system: string
  /** The last message. */
  text: string
  messages: { role: string; content: string | null; tool_calls?: unknown[] }[]
  tools: string[]
}

export type ModelReply = { json: unknown } | { text: string } | { calls: { name: string; arguments: unknown }[] }

/**
 * A model on loopback that answers by a script, in the format of chat completions. Any other path of the same host can
 * be answered too.
 */
export class ModelServer {
  readonly asked: ModelRequest[] = []
  reply: (asked: ModelRequest) => ModelReply = () => ({ json: {} })
  other: (
    url: URL,
    body: string,
    headers: Record<string, unknown>,
  ) => { status?: number; body: string; type?: string; headers?: Record<string, string> } = () => ({
    status: 404,
    body: '{}',
  })
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const body = Buffer.concat(parts).toString()
        const url = new URL(request.url ?? '/', 'http://x')
        if (!url.pathname.endsWith('/chat/completions')) {
          const told = this.other(url, body, request.headers)
          const { status = 200, body: answer, type = 'application/json', headers = {} } = told
          return response.writeHead(status, { 'content-type': type, ...headers }).end(answer)
        }
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#answer(body)))
      })
    })
  }

  static async open(): Promise<ModelServer> {
    const server = new ModelServer()
    await new Promise<void>((done) => server.#server.listen(0, '127.0.0.1', done))
    return server
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #answer(body: string): object {
    const { messages, tools = [] } = JSON.parse(body) as {
      messages: ModelRequest['messages']
      tools?: { function: { name: string } }[]
    }
    const asked: ModelRequest = {
      system: messages[0]?.content ?? '',
      text: messages.at(-1)?.content ?? '',
      messages,
      tools: tools.map(({ function: { name } }) => name),
    }
    this.asked.push(asked)
    const reply = this.reply(asked)
    const message =
      'calls' in reply
        ? {
            role: 'assistant',
            content: null,
            tool_calls: reply.calls.map((call, index) => ({
              id: `call_${this.asked.length}_${index}`,
              type: 'function',
              function: { name: call.name, arguments: JSON.stringify(call.arguments) },
            })),
          }
        : { role: 'assistant', content: 'text' in reply ? reply.text : JSON.stringify(reply.json) }
    return {
      id: 'x',
      object: 'chat.completion',
      created: 0,
      model: 'local-1',
      choices: [{ index: 0, message, finish_reason: 'calls' in reply ? 'tool_calls' : 'stop' }],
      usage: { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 },
    }
  }
}

/** Answers every question with what the script finds in the passages. Null: not found. */
export function answerEach(
  text: string,
  find: (question: string, shown: string) => { value: string; quote: string } | null,
): ModelReply {
  const shown = text.slice(text.indexOf('Excerpts:'))
  const json = Object.fromEntries(
    [...text.matchAll(/^(q\d+): (.+)$/gm)].map(([, name, question]) => {
      const found = find(question!, shown)
      return [name!, { found: found !== null, value: found?.value ?? '', quote: found?.quote ?? '', page: 1 }]
    }),
  )
  return { json }
}
