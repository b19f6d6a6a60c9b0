import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ProviderFailure } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext, LlmProvider } from '../define-provider.ts'
import { findProvider, PROVIDERS } from '../registry.ts'
import { bodyFaults, CANARY_KEY as KEY, FAULTS } from '../testing/faults.ts'
import { asEvents, ReplayServer, type Replay } from '../testing/replay-server.ts'
import type { LlmAnswer, LlmEvent, LlmRequest } from './llm-provider.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const never = new AbortController().signal

/**
 * Whose recordings a provider is tested with: its own, or (marked so in its provenance) those of a service with the
 * same API.
 */
const RECORDED_BY: Record<string, string> = { openrouter: 'openai-compatible', ollama: 'openai-compatible' }
const NAMED_EVENTS = new Set(['openai', 'anthropic'])

let server: ReplayServer
beforeAll(async () => void (server = await ReplayServer.open()))
afterAll(() => server.close())
beforeEach(() => void (server.seen.length = 0))

function fixture(id: string, name: string): string | null {
  const file = join(import.meta.dirname, '__fixtures__', RECORDED_BY[id] ?? id, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
const streamOf = (id: string, name: string): string | null => {
  const lines = fixture(id, name)
    ?.split('\n')
    .filter((line) => line.trim() !== '')
  return lines ? asEvents(lines, NAMED_EVENTS.has(id) ? 'named' : id === 'gemini' ? 'bare' : 'data') : null
}

const request: LlmRequest = {
  model: 'some-model',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'Grüße, 東京 🦊' }],
  maxOutputTokens: 300,
}
const tools = [
  {
    name: 'weather',
    description: 'The weather of a place.',
    parameters: {
      type: 'object',
      properties: { location: { type: 'string' } },
      required: ['location'],
      additionalProperties: false,
    },
  },
]
const schema = {
  name: 'answers',
  schema: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
}

function contextOf(provider: LlmProvider, change: Partial<CallContext> = {}): CallContext {
  const path = provider.id === 'anthropic' || provider.id === 'gemini' ? '' : '/v1'
  return {
    settings: provider.settings.parse({ baseUrl: server.origin + path }),
    key: provider.key === 'none' ? null : KEY,
    fetch: globalThis.fetch,
    signal: never,
    now: () => NOW,
    attemptKey: 'attempt-1',
    timeoutMs: 5000,
    ...change,
  }
}
const call = (
  provider: LlmProvider,
  replay: Replay,
  given: Partial<LlmRequest> = {},
  change: Partial<CallContext> = {},
): Promise<LlmAnswer> => {
  server.answer = replay
  return provider.call({ ...request, ...given }, contextOf(provider, change))
}
const stream = async (
  provider: LlmProvider,
  replay: Replay,
  given: Partial<LlmRequest> = {},
  change: Partial<CallContext> = {},
): Promise<{ answer: LlmAnswer; events: LlmEvent[] }> => {
  server.answer = { headers: { 'content-type': 'text/event-stream' }, ...replay }
  const events: LlmEvent[] = []
  return {
    answer: await provider.stream({ ...request, ...given }, contextOf(provider, change), (event) => events.push(event)),
    events,
  }
}
async function failure(promise: Promise<unknown>): Promise<ProviderFailure> {
  const error = await promise.then(
    (answer) => new Error(`answered: ${JSON.stringify(answer).slice(0, 200)}`),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ProviderFailure)
  expect(`${(error as Error).message} ${(error as Error).stack}`).not.toContain(KEY)
  expect((error as Error).message).not.toContain('127.0.0.1')
  return error as ProviderFailure
}

const models = PROVIDERS.filter((provider): provider is LlmProvider => provider.kind === 'llm')

describe.each(models.map((provider) => [provider.id, provider] as const))('%s', (id, provider) => {
  const text = fixture(id, 'text.json')!
  const brokenCharacter = Buffer.concat([
    Buffer.from(text.slice(0, -3)),
    Buffer.from([0xc3, 0x28]),
    Buffer.from(text.slice(-3)),
  ])

  it('answers with the text, and counts what it took', async () => {
    const answer = await call(provider, { body: text })
    expect(answer.text.length).toBeGreaterThan(3)
    expect(answer).toMatchObject({
      stop: expect.stringMatching(/^(?:end|length)$/) as string,
      json: null,
      toolCalls: [],
    })
    expect(answer.usage.inputTokens).toBeGreaterThan(0)
    expect(answer.usage.outputTokens).toBeGreaterThan(0)
    expect(answer.usage.cachedInputTokens).toBeLessThanOrEqual(answer.usage.inputTokens)
    expect(server.seen).toHaveLength(1)
    const [seen] = server.seen
    expect(seen!.body).toContain('東京 🦊')
    expect(seen!.body).toContain('300')
    if (provider.key !== 'none') expect(JSON.stringify(seen!.headers)).toContain(KEY)
    expect(seen!.url).not.toContain(KEY)
  })

  it('asks for structured output by the schema and reads it', async () => {
    const structured = fixture(id, 'structured.json')
    const answer = await call(provider, { body: structured ?? text }, { schema })
    expect(server.seen[0]!.body).toContain('additionalProperties')
    if (structured) expect(answer.json).toBeTypeOf('object')
    else expect(answer.json).toBeNull()
  })

  it('passes tool calls on, streamed or not', async () => {
    const whole = fixture(id, 'tool-call.json')
    if (whole) {
      const answer = await call(provider, { body: whole }, { tools })
      expect(answer.stop).toBe('tools')
      expect(answer.toolCalls[0]).toMatchObject({
        id: expect.any(String) as string,
        name: expect.any(String) as string,
        arguments: expect.any(Object) as object,
      })
      expect(server.seen[0]!.body).toContain('"weather"')
    }
    const { answer, events } = await stream(provider, { body: streamOf(id, 'tool-call.chunks.txt')! }, { tools })
    expect(answer.toolCalls.length).toBeGreaterThan(0)
    expect(events.filter((event) => event.type === 'tool_call')).toHaveLength(answer.toolCalls.length)
    expect(answer.usage.outputTokens).toBeGreaterThan(0)
  })

  const recorded = streamOf(id, 'text.chunks.txt') ?? streamOf(id, 'tool-call.chunks.txt')!

  it('streams what it answers', async () => {
    const { answer, events } = await stream(provider, { body: recorded })
    expect(events.map((event) => (event.type === 'text' ? event.delta : '')).join('')).toBe(answer.text)
    expect(answer.usage.inputTokens).toBeGreaterThan(0)
  })

  it('never makes a whole answer of a stream that was cut, wherever it was', async () => {
    const { answer: whole } = await stream(provider, { body: recorded })
    const bytes = Buffer.byteLength(recorded)
    const step = Math.max(1, Math.floor(bytes / 160))
    for (let at = 1; at < bytes; at += step) {
      const found = await stream(provider, { body: recorded, cutAfter: at }).then(
        ({ answer }) => answer,
        (error: unknown) => error,
      )
      if (found instanceof ProviderFailure)
        expect([found.charge, found.kind]).toEqual(['unknown', expect.stringMatching(/^(?:malformed|unreachable)$/)])
      else expect(found).toEqual(whole)
    }
  })

  it('takes an event that came twice for what it is, or fails; and fails at broken characters', async () => {
    const events = recorded.split('\n\n')
    const first = await stream(provider, { body: [events[0], ...events].join('\n\n') }).then(
      ({ answer }) => answer,
      (error: unknown) => error,
    )
    if (!(first instanceof ProviderFailure)) expect(first).toMatchObject({ stop: expect.any(String) as string })
    const broken = Buffer.concat([
      Buffer.from(recorded.slice(0, 40)),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(recorded.slice(40)),
    ])
    expect((await failure(stream(provider, { body: broken }))).kind).toBe('malformed')
    expect((await failure(call(provider, { body: brokenCharacter }))).kind).toBe('malformed')
  })

  it('stops when told to, and says so with the reason it was given', async () => {
    const control = new AbortController()
    const closed = server.closedByClient
    const asked = server.asked()
    const running = stream(provider, { body: recorded, stall: true }, {}, { signal: control.signal })
    await asked
    const reason = new Error('cancelled by a person')
    control.abort(reason)
    await expect(running).rejects.toBe(reason)
    await expect.poll(() => server.closedByClient).toBeGreaterThan(closed)
  })

  const faults = [...FAULTS, ...bodyFaults(text)]
  it.each(faults)('tells %s', async (_name, replay, kind, charge) => {
    const found = await failure(call(provider, replay))
    expect([found.kind, found.charge]).toEqual([kind, charge])
    // The gateway retries, never the SDK, so that the ledger has each try.
    expect(server.seen).toHaveLength(1)
    if (replay.headers?.['retry-after'] === '7') expect(found.retryAt).toBe(NOW + 7000)
    if (replay.headers?.['retry-after'] === '99999') expect(found.retryAt).toBe(NOW + 3_600_000)
    if (replay.headers?.['retry-after'] === '-5') expect(found.retryAt).toBe(NOW)
  })

  it('gives up in time', async () => {
    const found = await failure(call(provider, { hang: true }, {}, { timeoutMs: 60 }))
    expect([found.kind, found.charge]).toEqual(['timed_out', 'unknown'])
  })

  it('says that no one answers, and that it was not charged', async () => {
    const found = await failure(
      provider.call(request, {
        ...contextOf(provider),
        settings: provider.settings.parse({ baseUrl: 'http://127.0.0.1:1/v1' }),
        fetch: async () =>
          Promise.reject(
            Object.assign(new TypeError('fetch failed'), {
              cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
            }),
          ),
      }),
    )
    expect([found.kind, found.charge]).toEqual(['unreachable', 'no'])
    const refused = await failure(
      provider.call(request, {
        ...contextOf(provider),
        fetch: async () => Promise.reject(Object.assign(new Error('address'), { name: 'FetchRefused' })),
      }),
    )
    expect([refused.kind, refused.charge]).toEqual(['blocked', 'no'])
  })

  it('is tested by asking for its models', async () => {
    server.answer = { body: id === 'gemini' ? '{"models":[{"name":"models/a"}]}' : '{"data":[{"id":"a"},{"id":"b"}]}' }
    expect(await provider.test(contextOf(provider))).toMatch(/models/)
    server.answer = { status: 401, body: '{}' }
    expect((await failure(provider.test(contextOf(provider)))).kind).toBe('bad_key')
  })
})

it('a model that declines is told from one that answers', async () => {
  const anthropic = findProvider('anthropic') as LlmProvider
  expect(await call(anthropic, { body: fixture('anthropic', 'refusal.json')! })).toMatchObject({
    stop: 'refused',
    json: null,
  })
})
it('Google says in the body when to come back', async () => {
  const found = await failure(
    call(findProvider('gemini') as LlmProvider, { status: 429, body: fixture('gemini', 'error.json')! }),
  )
  expect([found.kind, found.retryAt]).toEqual(['rate_limited', NOW + 34_400])
})
it('OpenAI’s Chat Completions are spoken where they are chosen', async () => {
  const openai = findProvider('openai') as LlmProvider
  const context = {
    ...contextOf(openai),
    settings: openai.settings.parse({ baseUrl: `${server.origin}/v1`, api: 'chat' }),
  }
  server.answer = { body: fixture('openai', 'chat-text.json')! }
  expect((await openai.call(request, context)).text.length).toBeGreaterThan(3)
  expect(server.seen[0]!.url).toBe('/v1/chat/completions')
})
