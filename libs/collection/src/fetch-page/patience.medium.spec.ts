import { Patience } from '@enrichify/domain'
import { afterEach, expect, it } from 'vitest'
import { createGuardedFetch, type GuardedFetch } from '../guarded-fetch/guarded-fetch.ts'
import { createHostLimiter } from '../host-limiter/host-limiter.ts'
import { html, startHostileServer, type Behaviour, type HostileServer } from './__fixtures__/hostile-server.ts'
import { createPageFetcher } from './page-fetcher.ts'

let server: HostileServer
let guarded: GuardedFetch
afterEach(async () => {
  await server.close()
  await guarded.close()
})

async function fetcher(behaviours: Record<string, Behaviour>, attemptMs: number) {
  server = await startHostileServer(behaviours)
  guarded = createGuardedFetch({ userAgent: 'Enrichify/1.0', allowedHosts: [server.host] })
  return createPageFetcher({
    fetch: guarded,
    robots: null,
    hostLimiter: createHostLimiter({ minDelayMs: 0 }),
    random: () => 0,
    limits: { attemptMs, totalMs: 10 * attemptMs, stallMs: attemptMs },
  })
}
const hangs: Behaviour = () => {}

it('a host that hangs is asked until a row has lost patience with it, over all pages and tries', async () => {
  const pages = await fetcher({ '/': hangs, '/a': hangs, '/b': hangs, '/c': hangs }, 200)
  const patience = new Patience(500)
  for (const path of ['/', '/a', '/b', '/c', '/'])
    expect(await pages.read(server.origin + path, { patience })).toMatchObject({ ok: false, failure: 'timed_out' })
  // Without a limit: five pages with three tries each, 200 ms per try.
  expect(server.hits.length).toBeLessThanOrEqual(4)
  expect(patience.leftFor(new URL(server.origin))).toBeLessThanOrEqual(0)
})

it('a host that answers costs no patience', async () => {
  const pages = await fetcher({ '/': html('<h1>Alder Works</h1>') }, 30_000)
  const patience = new Patience(500)
  for (let page = 0; page < 5; page++)
    expect(await pages.read(`${server.origin}/`, { patience })).toMatchObject({ ok: true })
  expect(patience.leftFor(new URL(server.origin))).toBe(500)
})
