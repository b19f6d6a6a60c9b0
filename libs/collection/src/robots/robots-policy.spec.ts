import { describe, expect, it, vi } from 'vitest'
import { FetchRefused } from '../guarded-fetch/fetch-refused.ts'
import { createRobotsPolicy } from './robots-policy.ts'

type Answer = () => Response | Promise<Response>
const text =
  (body: string, init?: ResponseInit): Answer =>
  () =>
    new Response(body, init)
const redirect =
  (location: string): Answer =>
  () =>
    new Response(null, { status: 301, headers: { location } })

function policy(pages: Record<string, Answer>, clock: () => number = () => 0) {
  const fetch = vi.fn(async (url: string | URL | Request) => {
    const answer = pages[url as string]
    if (answer === undefined) return new Response('', { status: 404 })
    return answer()
  })
  return { fetch, robots: createRobotsPolicy({ fetch, userAgent: 'Enrichify/1.0 (+https://x.example)', clock }) }
}

const page = 'https://a.example/page'
const file = 'https://a.example/robots.txt'
const fail =
  (code: string): Answer =>
  () =>
    Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code }) }))

describe('createRobotsPolicy', () => {
  it('shares one request between simultaneous questions and keeps it a day', async () => {
    let now = 0
    const { fetch, robots } = policy(
      { [file]: text('User-agent: *\nDisallow: /page\nCrawl-delay: 3\nSitemap: https://a.example/s.xml') },
      () => now,
    )
    const verdicts = await Promise.all([
      robots.check(page),
      robots.check(page),
      robots.check('https://a.example/other'),
    ])
    expect(verdicts[0]).toMatchObject({ allowed: false, failure: 'robots_disallowed' })
    expect(verdicts[2]).toEqual({ allowed: true, crawlDelayMs: 3000, sitemaps: ['https://a.example/s.xml'] })
    expect(fetch).toHaveBeenCalledTimes(1)
    now = 24 * 60 * 60 * 1000 - 1
    await robots.check(page)
    expect(fetch).toHaveBeenCalledTimes(1)
    now++
    await robots.check(page)
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it.each([400, 401, 403, 404, 410, 429])('%i opens the site', async (status) => {
    expect(await policy({ [file]: text('', { status }) }).robots.check(page)).toMatchObject({ allowed: true })
  })

  it.each([500, 503])('%i closes it', async (status) => {
    expect(await policy({ [file]: text('', { status }) }).robots.check(page)).toMatchObject({
      allowed: false,
      failure: 'robots_disallowed',
      status,
    })
  })

  it.each([
    ['ECONNRESET', 'robots_disallowed'],
    ['UND_ERR_CONNECT_TIMEOUT', 'robots_disallowed'],
    ['ENOTFOUND', 'unreachable'],
    ['ECONNREFUSED', 'unreachable'],
  ])('%s becomes %s', async (code, failure) => {
    expect(await policy({ [file]: fail(code) }).robots.check(page)).toMatchObject({ allowed: false, failure })
  })

  it('says when the address itself is refused', async () => {
    const { robots } = policy({ [file]: () => Promise.reject(new FetchRefused('address')) })
    expect(await robots.check(page)).toMatchObject({ allowed: false, failure: 'address_refused' })
  })

  it('follows five redirects, over origins, and gives up after that', async () => {
    const hops = Object.fromEntries(
      Array.from({ length: 6 }, (_, n) => [
        n === 0 ? file : `https://b.example/${n}`,
        redirect(`https://b.example/${n + 1}`),
      ]),
    )
    const rules = text('User-agent: enrichify\nDisallow: /')
    expect(await policy({ ...hops, 'https://b.example/5': rules }).robots.check(page)).toMatchObject({ allowed: false })
    expect(await policy({ ...hops, 'https://b.example/6': rules }).robots.check(page)).toMatchObject({ allowed: true })
  })

  it('reads the first 500 KiB and no half line', async () => {
    const filler = `# ${'x'.repeat(97)}\n`.repeat(5119)
    const rest = 500 * 1024 - filler.length - 'User-agent: *\n'.length
    const cut = `User-agent: *\n${filler}${'#'.repeat(rest - 11)}\nDisallow: /page`
    expect(await policy({ [file]: text(cut) }).robots.check('https://a.example/x')).toMatchObject({ allowed: true })
    expect(
      await policy({ [file]: text(`User-agent: *\nDisallow: /page\n${filler}${filler}`) }).robots.check(page),
    ).toMatchObject({ allowed: false })
  })

  it('lets one caller go on abort without failing the others', async () => {
    const answer = Promise.withResolvers<Response>()
    const { robots } = policy({ [file]: () => answer.promise })
    const controller = new AbortController()
    const aborted = robots.check(page, controller.signal)
    const other = robots.check(page)
    controller.abort(new Error('stop'))
    await expect(aborted).rejects.toThrow('stop')
    answer.resolve(new Response(''))
    expect(await other).toMatchObject({ allowed: true })
  })
})
