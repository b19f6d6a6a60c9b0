import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the model is asked, as the service gets it. */
export interface ChatRequest {
  system: string
  messages: {
    role: string
    content: string | null
    tool_calls?: { id: string; function: { name: string; arguments: string } }[]
  }[]
  tools: string[]
  /** The last message. */
  last: string
}

/** What it answers: words one by one, tools, or a failure. */
export type ChatReply = {
  words?: string[]
  calls?: { name: string; arguments: unknown }[]
  status?: number
  breakOff?: boolean
}

/**
 * A model on loopback that streams by a script, in the format of chat completions. `hold` stops it before a word until
 * the test releases it.
 */
export class ChatModel {
  readonly asked: ChatRequest[] = []
  reply: (asked: ChatRequest, count: number) => ChatReply = () => ({ words: ['Hello.'] })
  /** Awaited before each word. */
  pace: (word: number) => Promise<void> = async () => {}
  /** Streams that were read to their end. */
  finished = 0
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        if (request.method === 'GET')
          return response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"id":"chat-1"}]}')
        void this.#stream(Buffer.concat(parts).toString(), response)
      })
    })
  }

  static async open(): Promise<ChatModel> {
    const model = new ChatModel()
    await new Promise<void>((done) => model.#server.listen(0, '127.0.0.1', done))
    return model
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #stream(body: string, response: ServerResponse): Promise<void> {
    const { messages, tools = [] } = JSON.parse(body) as {
      messages: ChatRequest['messages']
      tools?: { function: { name: string } }[]
    }
    const asked: ChatRequest = {
      system: messages[0]?.content ?? '',
      messages,
      tools: tools.map(({ function: { name } }) => name),
      last: messages.at(-1)?.content ?? '',
    }
    this.asked.push(asked)
    const { words = [], calls = [], status = 200, breakOff = false } = this.reply(asked, this.asked.length)
    if (status !== 200)
      return void response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}')
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const send = (delta: object, finish: string | null = null, usage?: object): void => {
      const chunk = {
        id: 'x',
        object: 'chat.completion.chunk',
        created: 0,
        model: 'chat-1',
        choices: usage ? [] : [{ index: 0, delta, finish_reason: finish }],
        ...(usage ? { usage } : {}),
      }
      response.write(`data: ${JSON.stringify(chunk)}\n\n`)
    }
    send({ role: 'assistant', content: '' })
    for (const [index, word] of words.entries()) {
      await this.pace(index)
      send({ content: word })
    }
    if (breakOff) {
      await this.pace(words.length)
      return void response.destroy()
    }
    for (const [index, call] of calls.entries()) {
      const text = JSON.stringify(call.arguments)
      // Arguments come in pieces.
      send({
        tool_calls: [
          {
            index,
            id: `call_${this.asked.length}_${index}`,
            type: 'function',
            function: { name: call.name, arguments: text.slice(0, 5) },
          },
        ],
      })
      send({ tool_calls: [{ index, function: { arguments: text.slice(5) } }] })
    }
    send({}, calls.length ? 'tool_calls' : 'stop')
    send({}, null, { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 })
    response.end('data: [DONE]\n\n')
    this.finished++
  }
}
