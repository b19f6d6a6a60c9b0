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

async function fetcher(behaviours: Record<string, Behaviour>) {
  server = await startHostileServer(behaviours)
  guarded = createGuardedFetch({ userAgent: 'Enrichify/1.0', allowedHosts: [server.host] })
  return createPageFetcher({
    fetch: guarded,
    robots: null,
    hostLimiter: createHostLimiter({ minDelayMs: 0 }),
    random: () => 0,
    limits: { attemptMs: 200, totalMs: 2000, stallMs: 200 },
  })
}
const hangs: Behaviour = () => {}

it('a host that hangs is asked until a row has lost patience with it, over all pages and tries', async () => {
  const pages = await fetcher({ '/': hangs, '/a': hangs, '/b': hangs, '/c': hangs })
  const patience = new Patience(500)
  const begun = Date.now()
  for (const path of ['/', '/a', '/b', '/c', '/'])
    expect(await pages.read(server.origin + path, { patience })).toMatchObject({ ok: false, failure: 'timed_out' })
  // Without a limit: five pages with three tries each, 200 ms per try.
  expect(Date.now() - begun).toBeLessThan(1500)
  expect(server.hits.length).toBeLessThanOrEqual(4)
})

it('a host that answers costs no patience', async () => {
  const pages = await fetcher({ '/': html('<h1>Alder Works</h1>') })
  const patience = new Patience(500)
  for (let page = 0; page < 5; page++)
    expect(await pages.read(`${server.origin}/`, { patience })).toMatchObject({ ok: true })
  expect(patience.leftFor(new URL(server.origin))).toBe(500)
})
