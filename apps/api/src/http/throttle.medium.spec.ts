import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'

let api: TestApi
let who: Visitor
let other: Visitor
let token: string
beforeAll(async () => {
  api = await TestApi.open({ REQUESTS_PER_PRINCIPAL: 5, REQUESTS_PER_ADDRESS: 20 })
  who = await api.visitor()
  other = await api.visitor('editor', who)
  ;({ token } = await who.json<{ token: string }>('POST', '/workspace/tokens', { name: 'CI', scopes: ['read'] }))
})
afterAll(() => api.close())

const statuses = (responses: Response[]) => responses.map(({ status }) => status)

// In this order: the second limit is the wider one, and of the same minute.
describe('a minute has room for so many requests', () => {
  it('of one person, over all routes together, and then says when to try again', async () => {
    const answers: Response[] = []
    for (const path of ['/websets', '/auth/me', '/models', '/budgets', '/websets'])
      answers.push(await who.send('GET', path))
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 429])
    const refused = answers.at(-1)!
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
    expect(await refused.json()).toEqual({
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      code: 'rate_limited',
      detail: `Too many requests. Wait for ${wait} seconds and try again.`,
      requestId: refused.headers.get('x-request-id'),
    })
  })

  it('of another person, and of an API token of the same one', async () => {
    expect((await other.send('GET', '/websets')).status).toBe(200)
    const answer = await fetch(`${api.origin}/api/v1/websets`, { headers: { 'x-api-key': token } })
    expect(answer.status).toBe(200)
  })

  it('of one address, signed in or not, on the API alone', async () => {
    const answers: Response[] = []
    while (answers.length < 25 && answers.at(-1)?.status !== 429)
      answers.push(await fetch(`${api.origin}/api/v1/websets`, { headers: { authorization: 'Bearer guess' } }))
    expect(new Set(statuses(answers.slice(0, -1)))).toEqual(new Set([401]))
    expect(statuses(answers.slice(-1))).toEqual([429])
    expect((await fetch(`${api.origin}/api/v1/auth/status`)).status).toBe(429)
    for (const path of ['/health', '/ready', '/metrics']) expect((await fetch(api.origin + path)).status).toBe(200)
  })
})

it('the limits of sign-ins are their own: stricter, and with a time to wait', async () => {
  const usual = await TestApi.open()
  try {
    const answers: Response[] = []
    for (let attempt = 0; attempt <= 30; attempt++)
      answers.push(
        await fetch(`${usual.origin}/api/v1/auth/link`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ token: 'guess' }),
        }),
      )
    const refused = answers.pop()!
    expect(new Set(statuses(answers))).toEqual(new Set([410]))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect(await refused.json()).toMatchObject({ code: 'too_many_tries' })
  } finally {
    await usual.close()
  }
})
