import { ProviderFailure } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DataRequest } from './data/data-provider.ts'
import type { CallContext, DataProvider, OutsideProvider, ReaderProvider, SearchProvider } from './define-provider.ts'
import { PROVIDERS } from './registry.ts'
import { DATA, READERS, SEARCHES } from './testing/example-answers.ts'
import { bodyFaults, CANARY_KEY, FAULTS } from './testing/faults.ts'
import { ReplayServer, type Replay } from './testing/replay-server.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const never = new AbortController().signal
let server: ReplayServer
beforeAll(async () => void (server = await ReplayServer.open()))
afterAll(() => server.close())
beforeEach(() => void (server.seen.length = 0))

function contextOf(provider: OutsideProvider, change: Partial<CallContext> = {}): CallContext {
  return {
    settings: provider.settings.parse({ baseUrl: server.origin }),
    key: provider.key === 'none' ? null : CANARY_KEY,
    fetch: globalThis.fetch,
    signal: never,
    now: () => NOW,
    attemptKey: 'a',
    timeoutMs: 5000,
    ...change,
  }
}

const row: DataRequest = {
  facts: [],
  name: 'Acme 東京',
  domain: 'acme.example',
  city: 'London',
  phone: '+14159929960',
  person: { first: 'Alexis', last: 'Ohanian' },
}

const outside = PROVIDERS.filter((provider) => provider.kind !== 'llm')
it('has an example answer for each', () => {
  expect([...Object.keys(SEARCHES), ...Object.keys(DATA), ...Object.keys(READERS)].sort()).toEqual(
    outside.map(({ id }) => id).sort(),
  )
})

/** The one call of a provider with everything that it may need, whatever its kind. */
function callOf(provider: OutsideProvider, change: Partial<CallContext> = {}): Promise<unknown> {
  const context = contextOf(provider, change)
  if (provider.kind === 'search')
    return provider.call({ query: 'anvils “東京” 🦊', count: 500, country: 'GB', language: 'en' }, context)
  if (provider.kind === 'reader') return provider.call({ url: 'https://acme.example/' }, context)
  if (provider.kind === 'data') return provider.call({ ...row, facts: DATA[provider.id]!.facts }, context)
  throw new Error('Not here.')
}
const exampleOf = ({ id }: OutsideProvider): string => SEARCHES[id]?.body ?? DATA[id]?.body ?? READERS[id]!

async function failure(promise: Promise<unknown>): Promise<ProviderFailure> {
  const error = await promise.then(
    (answer) => new Error(`answered: ${JSON.stringify(answer).slice(0, 200)}`),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ProviderFailure)
  expect(`${(error as Error).message} ${(error as Error).stack}`).not.toContain(CANARY_KEY)
  expect((error as Error).message).not.toContain('127.0.0.1')
  return error as ProviderFailure
}

describe.each(outside.map((provider) => [provider.id, provider] as const))('%s', (_id, provider) => {
  it.each<[string, Replay, string, string]>([...FAULTS, ...bodyFaults(exampleOf(provider))].map((fault) => [...fault]))(
    'tells %s',
    async (_name, replay, kind, charge) => {
      server.answer = replay
      const found = await failure(callOf(provider))
      expect([found.kind, found.charge]).toEqual([kind, charge])
      expect(server.seen).toHaveLength(1)
      if (replay.headers?.['retry-after'])
        expect(found.retryAt).toBe(NOW + { '7': 7000, '99999': 3_600_000, '-5': 0 }[replay.headers['retry-after']]!)
    },
  )
  it('gives up in time, and stops when told to', async () => {
    server.answer = { hang: true }
    expect(await failure(callOf(provider, { timeoutMs: 60 }))).toMatchObject({ kind: 'timed_out', charge: 'unknown' })
    const control = new AbortController()
    const asked = server.asked()
    const running = callOf(provider, { signal: control.signal })
    await asked
    control.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
  })
  it('keeps the key out of the address', async () => {
    server.answer = { body: exampleOf(provider) }
    await callOf(provider)
    for (const { url, headers } of server.seen) {
      expect(url).not.toContain(CANARY_KEY)
      if (provider.key === 'required')
        expect(
          Object.values(headers).some(
            (header) =>
              String(header).includes(CANARY_KEY) ||
              atob(
                String(header)
                  .replace(/^Basic /, '')
                  .replaceAll(/[^A-Za-z0-9+/=]/g, '')
                  .slice(0, 400)
                  .replace(/(.*)/, (text) => text.slice(0, text.length - (text.length % 4))),
              ).includes(CANARY_KEY.slice(0, 12)),
          ),
        ).toBe(true)
    }
  })
  it('is tested by something that fails with a bad key', async () => {
    server.answer = { status: 401, body: '{}' }
    expect((await failure(provider.test(contextOf(provider)))).kind).toBe('bad_key')
  })
})

describe.each(
  outside
    .filter((provider): provider is SearchProvider => provider.kind === 'search')
    .map((provider) => [provider.id, provider] as const),
)('search with %s', (id, provider) => {
  it('asks as the contract says and maps what comes back', async () => {
    const example = SEARCHES[id]!
    server.answer = { body: example.body }
    const { results } = (await callOf(provider)) as Awaited<ReturnType<SearchProvider['call']>>
    expect(results).toEqual([
      {
        url: 'https://acme.example/',
        title: 'Acme & Sons',
        snippet: 'The best anvils',
        publishedAt: results[0]!.publishedAt,
      },
    ])
    const [seen] = server.seen
    const url = new URL(seen!.url, 'http://x')
    expect(url.pathname).toBe(example.path)
    if (example.header) expect(seen!.headers[example.header]).toContain(CANARY_KEY)
    expect(decodeURIComponent(seen!.url.replaceAll('+', ' ')) + seen!.body).toContain('anvils “東京” 🦊')
    // Never more than the service gives in one call.
    expect(`${url.search}${seen!.body}`).not.toContain('500')
  })
  it('finds nothing where there is nothing', async () => {
    server.answer = { body: SEARCHES[id]!.empty }
    expect(await callOf(provider)).toMatchObject({ results: [] })
  })
})

describe.each(
  outside
    .filter((provider): provider is DataProvider => provider.kind === 'data')
    .map((provider) => [provider.id, provider] as const),
)('facts of %s', (id, provider) => {
  it('are those that were asked for and are known', async () => {
    const { body, facts, expected } = DATA[id]!
    server.answer = { body }
    const { values, match } = (await callOf(provider)) as Awaited<ReturnType<DataProvider['call']>>
    expect(Object.fromEntries(values.map(({ fact, value }) => [fact, value]))).toEqual(expected)
    expect(match).not.toBeNull()
    for (const fact of facts) expect(provider.answers).toContain(fact)
  })
  it('are none where nothing matches, and nothing is asked without what it needs', async () => {
    server.answer = { body: DATA[id]!.empty }
    const { values } = (await callOf(provider)) as Awaited<ReturnType<DataProvider['call']>>
    expect(values.filter(({ value }) => value !== false)).toEqual([])
    server.seen.length = 0
    const found = await failure(provider.call({ facts: DATA[id]!.facts }, contextOf(provider)))
    expect([found.kind, found.charge, server.seen.length]).toEqual(['bad_request', 'no', 0])
  })
})

describe.each(
  outside
    .filter((provider): provider is ReaderProvider => provider.kind === 'reader')
    .map((provider) => [provider.id, provider] as const),
)('reading with %s', (id, provider) => {
  it('gives the page', async () => {
    server.answer = { body: READERS[id]! }
    expect(await callOf(provider)).toMatchObject({
      finalUrl: 'https://acme.example/',
      title: 'Acme',
      markdown: expect.stringContaining('anvils') as string,
    })
    expect(server.seen[0]!.body).toContain('https://acme.example/')
  })
})

it('Overpass finds a place by its website, in one request that no domain can break out of', async () => {
  const provider = PROVIDERS.find(({ id }) => id === 'openstreetmap') as DataProvider
  server.answer = {
    body:
      '{"elements":[{"type":"way","id":7,"center":{"lat":1,"lon":2},"tags":{"name":"Acme","phone":"+44 ' +
      '1","shop":"bakery"}}]}',
  }
  const context = {
    ...contextOf(provider),
    settings: provider.settings.parse({ baseUrl: server.origin, overpassUrl: `${server.origin}/api/interpreter` }),
  }
  expect(await provider.call({ facts: ['company.phone'], domain: 'acme.example"];(node;' }, context)).toMatchObject({
    values: [{ value: '+44 1' }],
    match: { id: 'way/7' },
  })
  expect(new URLSearchParams(server.seen[0]!.body).get('data')).not.toContain('"];(node')
})
