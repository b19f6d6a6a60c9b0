import { ProviderFailure, type DataFact } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DataRequest } from './data/data-provider.ts'
import type { CallContext, DataProvider, OutsideProvider, ReaderProvider, SearchProvider } from './define-provider.ts'
import { PROVIDERS } from './registry.ts'
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

/** The example answers in the services’ own documentation, shortened. */
const SEARCHES: Record<string, { body: string; empty: string; path: string; header?: string }> = {
  brave: {
    body:
      '{"web":{"results":[{"title":"Acme &amp; Sons","url":"https://acme.example/","description":"The ' +
      '<strong>best</strong> anvils","page_age":"2026-01-02T00:00:00"}]}}',
    empty: '{}',
    path: '/res/v1/web/search',
    header: 'x-subscription-token',
  },
  serper: {
    body:
      '{"organic":[{"title":"Acme & Sons","link":"https://acme.example/","snippet":"The best anvils",' +
      '"date":"Jan 2, 2026","position":1}]}',
    empty: '{"organic":[]}',
    path: '/search',
    header: 'x-api-key',
  },
  searxng: {
    body:
      '{"query":"q","results":[{"url":"https://acme.example/","title":"Acme & Sons","content":"The best ' +
      'anvils","publishedDate":null}]}',
    empty: '{"results":[]}',
    path: '/search',
  },
  tavily: {
    body:
      '{"query":"q","results":[{"title":"Acme & Sons","url":"https://acme.example/","content":"The best ' +
      'anvils","score":0.9}],"response_time":1.2}',
    empty: '{"results":[]}',
    path: '/search',
    header: 'authorization',
  },
  exa: {
    body:
      '{"requestId":"b5947044c4b78efa9552a7c89b306d95","results":[{"title":"Acme & Sons",' +
      '"url":"https://acme.example/","publishedDate":"2026-01-02T00:00:00.000Z","highlights":["The best ' +
      'anvils"]}]}',
    empty: '{"results":[]}',
    path: '/search',
    header: 'x-api-key',
  },
  'jina-search': {
    body:
      '{"code":200,"status":20000,"data":[{"title":"Acme & Sons","url":"https://acme.example/",' +
      '"description":"The best anvils"}]}',
    empty: '{"data":[]}',
    path: '/',
    header: 'authorization',
  },
  'google-custom-search': {
    body: '{"items":[{"title":"Acme & Sons","link":"https://acme.example/","snippet":"The best anvils"}]}',
    empty: '{}',
    path: '/customsearch/v1',
    header: 'x-goog-api-key',
  },
  bing: {
    body: '{"webPages":{"value":[{"name":"Acme & Sons","url":"https://acme.example/","snippet":"The best anvils"}]}}',
    empty: '{}',
    path: '/v7.0/search',
    header: 'ocp-apim-subscription-key',
  },
}

const DATA: Record<string, { body: string; empty: string; facts: DataFact[]; expected: Record<string, unknown> }> = {
  'google-places': {
    body:
      '{"places":[{"id":"ChIJj61dQgK6j4AR4GeTYWZsKWw","displayName":{"text":"Acme","languageCode":"en"},' +
      '"internationalPhoneNumber":"+1 415-555-0100","websiteUri":"https://acme.example/","rating":4.5}]}',
    empty: '{}',
    facts: ['company.phone', 'company.website', 'company.rating'],
    expected: { 'company.phone': '+14155550100', 'company.website': 'https://acme.example/', 'company.rating': 4.5 },
  },
  openstreetmap: {
    body:
      '[{"osm_type":"node","osm_id":240109189,"lat":"51.5","lon":"-0.1","category":"shop",' +
      '"type":"bakery","name":"Acme","display_name":"Acme, London","address":{"road":"Mill Lane",' +
      '"house_number":"18","city":"London","postcode":"E1 1AA","country_code":"gb"},' +
      '"extratags":{"phone":"+44 20 7946 0000","opening_hours":"Mo-Fr 08:00-17:00"}}]',
    empty: '[]',
    facts: ['company.phone', 'company.street', 'company.country', 'company.opening_hours'],
    expected: {
      'company.phone': '+44 20 7946 0000',
      'company.street': 'Mill Lane 18',
      'company.country': 'GB',
      'company.opening_hours': 'Mo-Fr 08:00-17:00',
    },
  },
  hunter: {
    body:
      '{"data":{"first_name":"Alexis","last_name":"Ohanian","email":"alexis@reddit.com","score":97,' +
      '"position":"Cofounder","sources":[{"uri":"http://morningreadable.com/reddits"}]}}',
    empty: '{"data":{"email":null}}',
    facts: ['person.email', 'person.title'],
    expected: { 'person.email': 'alexis@reddit.com', 'person.title': 'Cofounder' },
  },
  'twilio-lookup': {
    body:
      '{"calling_country_code":"1","country_code":"US","phone_number":"+14159929960","valid":true,' +
      '"line_type_intelligence":{"type":"mobile","carrier_name":"AT&T Wireless"}}',
    empty: '{"valid":false,"phone_number":null}',
    facts: ['phone.valid', 'phone.type', 'phone.carrier'],
    expected: { 'phone.valid': true, 'phone.type': 'mobile', 'phone.carrier': 'AT&T Wireless' },
  },
  'companies-house': {
    body:
      '{"items":[{"title":"ACME LIMITED","company_number":"01234567","company_status":"active",' +
      '"date_of_creation":"1994-05-01","address":{"address_line_1":"Unit 4","locality":"Manchester",' +
      '"postal_code":"M4 7HZ"}}]}',
    empty: '{"items":[]}',
    facts: ['company.registration_number', 'company.city', 'company.status'],
    expected: { 'company.registration_number': '01234567', 'company.city': 'Manchester', 'company.status': 'active' },
  },
  gleif: {
    body:
      '{"data":[{"type":"lei-records","id":"5493001KJTIIGC8Y1R12",' +
      '"attributes":{"lei":"5493001KJTIIGC8Y1R12","entity":{"legalName":{"name":"ACME AG"},' +
      '"legalAddress":{"addressLines":["Lindenstraße 12"],"city":"Berlin","country":"DE",' +
      '"postalCode":"10969"},"status":"ACTIVE","registeredAs":"HRB 204816"}}}]}',
    empty: '{"data":[]}',
    facts: ['company.lei', 'company.city'],
    expected: { 'company.lei': '5493001KJTIIGC8Y1R12', 'company.city': 'Berlin' },
  },
  'hubspot-breeze': {
    body:
      '{"total":1,"results":[{"id":"15","properties":{"name":"Acme","domain":"acme.example",' +
      '"numberofemployees":"42","city":null}}]}',
    empty: '{"total":0,"results":[]}',
    facts: ['company.name', 'company.employees', 'company.city'],
    expected: { 'company.name': 'Acme', 'company.employees': 42 },
  },
}
const READERS: Record<string, string> = {
  'jina-reader':
    '{"code":200,"status":20000,"data":{"title":"Acme","url":"https://acme.example/","content":"# ' +
    'Acme\\n\\nThe best anvils"}}',
  firecrawl:
    '{"success":true,"data":{"markdown":"# Acme\\n\\nThe best anvils","html":"<h1>Acme</h1>",' +
    '"metadata":{"title":"Acme","sourceURL":"https://acme.example/","statusCode":200}}}',
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
