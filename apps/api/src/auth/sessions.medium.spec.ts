import { LIVE_PATH, type Session } from '@enrichify/contracts'
import { AuthService } from '@enrichify/features'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'

let api: TestApi
beforeAll(async () => void (api = await TestApi.open()))
afterAll(() => api.close())

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.origin}/api/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const refresh = async (cookie: string): Promise<string> =>
  (await post('refresh', {}, { cookie })).headers.getSetCookie()[0]?.split(';')[0] ?? ''

describe('the end of a session', () => {
  const connect = (token: string): Promise<Socket> => {
    const socket = io(api.origin, {
      path: LIVE_PATH,
      transports: ['websocket'],
      auth: { token },
      forceNew: true,
      reconnection: false,
    })
    return new Promise((done, fail) => socket.once('connect', () => done(socket)).once('connect_error', fail))
  }
  const status = async ({ session }: Visitor) =>
    (await fetch(`${api.origin}/api/v1/auth/me`, { headers: { authorization: `Bearer ${session.accessToken}` } }))
      .status
  const again = async (visitor: Visitor): Promise<Visitor> => {
    const response = await post('login', { email: visitor.me.user.email, password: 'a long enough password' })
    return api.asVisitor((await response.json()) as Session, response.headers.getSetCookie()[0]!.split(';')[0]!)
  }
  const change = { current: 'a long enough password', password: 'another long password' }

  it.each<[string, (visitor: Visitor) => Promise<unknown>, 'this' | 'all']>([
    ['signing out', ({ cookie }) => post('logout', {}, { cookie }), 'this'],
    [
      'signing out without a cookie',
      ({ session }) => post('logout', {}, { authorization: `Bearer ${session.accessToken}` }),
      'this',
    ],
    [
      'a refresh token that comes back',
      async ({ cookie }) => {
        await refresh(await refresh(cookie))
        await refresh(cookie)
      },
      'this',
    ],
    ['a new password', (visitor) => visitor.send('POST', '/auth/password', change), 'all'],
    ['a reset', ({ me }) => api.app.get(AuthService).resetPassword(me.user.email!, 'another long password'), 'all'],
  ])('%s ends its tokens and sockets at once, also those of the same second', async (_what, end, which) => {
    const visitor = await api.visitor()
    const other = await again(visitor)
    const [socket, otherSocket] = [await connect(visitor.session.accessToken), await connect(other.session.accessToken)]
    const [gone, otherGone] = [socket, otherSocket].map((each) => new Promise((done) => each.once('disconnect', done)))
    expect([await status(visitor), await status(other)]).toEqual([200, 200])
    await end(visitor)
    expect([await status(visitor), await status(other)]).toEqual([401, which === 'all' ? 401 : 200])
    await gone
    if (which === 'all') await otherGone
    expect(otherSocket.connected).toBe(which === 'this')
    await expect(connect(visitor.session.accessToken)).rejects.toThrow('unauthenticated')
    otherSocket.disconnect()
  })

  it('leaves API tokens alone unless that is asked for; a token that ends takes its socket along', async () => {
    const visitor = await api.visitor()
    const make = async () =>
      visitor.json<{ token: string }>('POST', '/workspace/tokens', { name: 'CI', scopes: ['read'] })
    const { token } = await make()
    const works = async () => (await fetch(`${api.origin}/api/v1/websets`, { headers: { 'x-api-key': token } })).status
    const changed = (await (await visitor.send('POST', '/auth/password', change)).json()) as Session
    expect(await works()).toBe(200)
    const gone = new Promise((done) => void connect(token).then((socket) => socket.once('disconnect', done)))
    const now = api.asVisitor(changed, '')
    const next = { current: change.password, password: 'one more long password', endTokens: true }
    expect((await now.send('POST', '/auth/password', next)).status).toBe(200)
    expect(await works()).toBe(401)
    await gone
  })
})
