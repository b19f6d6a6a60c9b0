import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunsService } from './runs.service.ts'

/** A site for a test of the live web: on this machine, allowed by the operator's setting. */
const PAGES: Record<string, string> = {
  '/robots.txt': 'User-agent: *\nDisallow: /private',
  '/': [
    '<html lang="en"><title>Harbour Bikes</title><h1>Harbour Bikes</h1><a href="/contact">Contact</a> ',
    '<a href="/private/team">Our team</a> <a href="http://127.0.0.1:1/about">About</a></html>',
  ].join(''),
  '/contact': [
    '<html lang="en"><title>Contact</title><p>Harbour Bikes<br>12 Quay Street<br>Boston, MA 02110</p>',
    '<p>Phone: (617) 555-0134</p><p>Fax: (617) 555-0135</p></html>',
  ].join(''),
  '/private/team': '<html><p>Phone: (617) 555-0199</p></html>',
}

let site: Server
let origin: string
const asked: string[] = []
let services: TestServices
let who: Principal

beforeAll(async () => {
  site = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url ?? '')
    const body = PAGES[request.url ?? '']
    response
      .writeHead(body === undefined ? 404 : 200, {
        'content-type': request.url === '/robots.txt' ? 'text/plain' : 'text/html; charset=utf-8',
      })
      .end(body ?? 'gone')
  })
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done))
  const { port } = site.address() as { port: number }
  origin = `http://127.0.0.1:${port}`
  services = await openTestServices({ OFFLINE: false, ALLOWED_PRIVATE_HOSTS: [`127.0.0.1:${port}`] })
  who = await services.createMember()
})
afterAll(async () => {
  await services.close()
  site.closeAllConnections()
  await new Promise((done) => site.close(done))
})

async function enrich(url: string): Promise<{ cells: Record<string, unknown>; marks: Record<string, unknown> }> {
  const { websetId } = await services.importText(who, `company,website\nHarbour Bikes,${url}\n`)
  for (const fact of ['phone', 'fax', 'street'] as const)
    await services.get(WebsetsService).addColumn(who, websetId, { fact })
  await services
    .get(RunsService)
    .start(who, websetId, { scope: { kind: 'all' }, maxPages: 5, budgetMicros: null, priority: 'normal' })
  await services.idle()
  return (await services.get(RowsService).window(who, websetId, { limit: 1 })).rows[0]!
}

describe('the live web', () => {
  it('is read through robots.txt and the address guard, and its values are verified', async () => {
    const { cells, marks } = await enrich(origin)
    expect(cells).toMatchObject({ c3: '+16175550134', c4: '+16175550135', c5: '12 Quay Street' })
    expect(marks).toMatchObject({ c3: { state: 'verified' }, c4: { state: 'verified' }, c5: { state: 'verified' } })
    expect(asked).toContain('/robots.txt')
    expect(asked).not.toContain('/private/team')
  })

  it('outside the operator’s list is not reached, and the cell says why', async () => {
    const before = asked.length
    const { marks } = await enrich('http://127.0.0.1:9/')
    expect(marks).toMatchObject({ c3: { state: 'empty', empty: 'page_blocked' } })
    expect((await enrich('http://169.254.169.254/latest/meta-data/')).marks).toMatchObject({
      c3: { empty: 'page_blocked' },
    })
    expect(asked.length).toBe(before)
  })

  it('is not contacted at all when the operator is offline', async () => {
    const offline = await openTestServices({ OFFLINE: true, ALLOWED_PRIVATE_HOSTS: [new URL(origin).host] })
    try {
      const owner = await offline.createMember()
      const { websetId } = await offline.importText(owner, `website\n${origin}\n`)
      await offline.get(WebsetsService).addColumn(owner, websetId, { fact: 'phone' })
      const before = asked.length
      await offline
        .get(RunsService)
        .start(owner, websetId, { scope: { kind: 'all' }, maxPages: 5, budgetMicros: null, priority: 'normal' })
      await offline.idle()
      expect(asked.length).toBe(before)
    } finally {
      await offline.close()
    }
  })
})
