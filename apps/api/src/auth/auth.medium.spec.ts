import { createHmac } from 'node:crypto'
import { AUTH_SECRET } from '@enrichify/features'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'

let api: TestApi
beforeAll(async () => void (api = await TestApi.open()))
afterAll(() => api.close())

const sessionOf = ({ session }: Visitor): string =>
  (JSON.parse(Buffer.from(session.accessToken.split('.')[1]!, 'base64url').toString()) as { session: string }).session

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.origin}/api/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const refresh = async (cookie: string) => {
  const response = await post('refresh', {}, { cookie })
  return {
    status: response.status,
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    body: (await response.json()) as { accessToken: string },
  }
}

describe('an account', () => {
  it('after the first needs an invitation, and an invitation works once', async () => {
    const manager = await api.visitor()
    expect(
      await (await post('register', { email: 'x@example.com', password: 'long enough password', name: 'X' })).json(),
    ).toMatchObject({ status: 403, code: 'invitation_needed' })
    const { token } = await manager.json<{ token: string }>('POST', '/workspace/invitations', {
      role: 'editor',
      email: 'new@example.com',
    })
    const register = (email: string) =>
      post('register', { email, password: 'long enough password', name: 'New', invitation: token })
    expect((await register('other@example.com')).status).toBe(403)
    expect(await (await register('new@example.com')).json()).toMatchObject({
      me: { role: 'editor', workspace: { id: manager.me.workspace.id } },
    })
    expect((await register('new@example.com')).status).toBe(410)
  })

  it('signs in with its password only, and the answer does not tell which part was wrong', async () => {
    const visitor = await api.visitor()
    const email = visitor.me.user.email!
    expect((await post('login', { email, password: 'a long enough password' })).status).toBe(200)
    const wrong = await (await post('login', { email, password: 'wrong' })).json()
    const unknown = await (await post('login', { email: 'no-one@example.com', password: 'wrong' })).json()
    expect({ ...(wrong as object), requestId: '' }).toEqual({ ...(unknown as object), requestId: '' })
  })

  it('is protected from guessing', async () => {
    const email = (await api.visitor()).me.user.email!
    const answers = []
    for (let tries = 0; tries < 12; tries++)
      answers.push((await post('login', { email, password: `guess ${tries}` })).status)
    expect(answers.at(-1)).toBe(429)
  })
})

describe('a refresh token', () => {
  it('travels in an HTTP-only cookie of this site, never in a body', async () => {
    const visitor = await api.visitor()
    const response = await post('login', { email: visitor.me.user.email, password: 'a long enough password' })
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Strict/)
    expect(await response.text()).not.toContain(response.headers.getSetCookie()[0]!.split(/[=;]/)[1]!)
  })

  it('is rotated; twenty refreshes at once get one successor', async () => {
    const { cookie } = await api.visitor()
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(cookie)))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
    expect(new Set(answers.map((answer) => answer.cookie)).size).toBe(1)
  })

  it('that comes back after its successor was used ends the whole family', async () => {
    const { cookie } = await api.visitor()
    const second = await refresh(cookie)
    const third = await refresh(second.cookie)
    expect((await refresh(cookie)).status).toBe(401)
    expect((await refresh(third.cookie)).status).toBe(401)
  })

  it('is refused from another site and after signing out', async () => {
    const { cookie } = await api.visitor()
    for (const origin of ['https://evil.example', 'null', 'https://', 'evil'])
      expect((await post('refresh', {}, { cookie, origin })).status).toBe(403)
    await post('logout', {}, { cookie })
    expect((await refresh(cookie)).status).toBe(401)
  })

  it('ends with a change of the password', async () => {
    const visitor = await api.visitor()
    expect(
      (await visitor.send('POST', '/auth/password', { current: 'wrong', password: 'another long password' })).status,
    ).toBe(403)
    expect(
      (
        await visitor.send('POST', '/auth/password', {
          current: 'a long enough password',
          password: 'another long password',
        })
      ).status,
    ).toBe(200)
    expect((await refresh(visitor.cookie)).status).toBe(401)
  })
})

describe('an access token', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (header: object, claims: object, secret: string) => {
    const text = `${encode(header)}.${encode(claims)}`
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
  }

  it('is accepted only with our own signature', async () => {
    const visitor = await api.visitor()
    const secret = api.app.get<string>(AUTH_SECRET)
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      sub: visitor.me.user.id,
      workspace: visitor.me.workspace.id,
      session: sessionOf(visitor),
      iss: 'enrichify',
      aud: 'enrichify-api',
      iat: now,
      exp: now + 60,
    }
    const status = async (token: string) =>
      (await fetch(`${api.origin}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status
    const hs256 = { alg: 'HS256', typ: 'JWT' }
    expect(await status(sign(hs256, claims, secret))).toBe(200)
    expect(await status(`${encode({ alg: 'none' })}.${encode(claims)}.`)).toBe(401)
    expect(await status(sign(hs256, claims, 'another secret'))).toBe(401)
    expect(await status(sign({ ...hs256, alg: 'HS512' }, claims, secret))).toBe(401)
    for (const change of [
      { aud: 'other' },
      { iss: 'other' },
      { exp: now - 1 },
      { sub: '00000000-0000-4000-8000-000000000000' },
      { workspace: '00000000-0000-4000-8000-000000000000' },
      { session: '00000000-0000-4000-8000-000000000000' },
      { session: sessionOf(await api.visitor()) },
      { session: undefined },
      { session: 'x' },
      { sub: `' or 1=1` },
      { sub: {} },
      { workspace: 7 },
    ])
      expect(await status(sign(hs256, { ...claims, ...change }, secret))).toBe(401)
  })
})

describe('roles and scopes', () => {
  it('viewers read, editors edit, operators run, managers manage; a new role applies at once', async () => {
    const manager = await api.visitor()
    const viewer = await api.visitor('viewer', manager)
    const editor = await api.visitor('editor', manager)
    const operator = await api.visitor('operator', manager)
    const { id } = await manager.json('POST', '/websets', { name: 'Shared', paste: 'acme.com' })
    await manager.json('POST', `/websets/${id}/columns`, { fact: 'phone' })
    const may = async (who: Visitor) => ({
      read: (await who.send('GET', `/websets/${id}/rows`)).status,
      edit: (
        await who.send('PATCH', `/websets/${id}/cells`, { edits: [{ rowId: 1, columnId: 'c1', text: 'acme.org' }] })
      ).status,
      run: (await who.send('POST', `/websets/${id}/enrich`, { columnIds: ['c9'] })).status,
      members: (await who.send('POST', '/workspace/invitations', { role: 'viewer' })).status,
    })
    expect(await may(viewer)).toEqual({ read: 200, edit: 403, run: 403, members: 403 })
    expect(await may(editor)).toEqual({ read: 200, edit: 200, run: 403, members: 403 })
    expect(await may(operator)).toEqual({ read: 200, edit: 200, run: 404, members: 403 })
    expect(await may(manager)).toEqual({ read: 200, edit: 200, run: 404, members: 201 })
    await manager.send('PATCH', `/workspace/members/${editor.me.user.id}`, { role: 'viewer' })
    expect((await may(editor)).edit).toBe(403)
    await manager.send('DELETE', `/workspace/members/${viewer.me.user.id}`)
    expect((await may(viewer)).read).toBe(401)
  })

  it('an API token may do what its scopes say until it is revoked', async () => {
    const manager = await api.visitor()
    const made = await manager.json('POST', '/workspace/tokens', { name: 'CI', scopes: ['read'] })
    const send = (method: string, path: string, body?: unknown) =>
      fetch(`${api.origin}/api/v1${path}`, {
        method,
        headers: { 'x-api-key': made.token, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    expect((await send('GET', '/websets')).status).toBe(200)
    expect((await send('POST', '/websets', { name: 'x' })).status).toBe(403)
    expect((await send('POST', '/workspace/tokens', { name: 'more', scopes: ['write'] })).status).toBe(403)
    expect(JSON.stringify(await manager.json('GET', '/workspace/tokens'))).not.toContain(made.token)
    await manager.send('DELETE', `/workspace/tokens/${made.apiToken.id}`)
    expect((await send('GET', '/websets')).status).toBe(401)
  })
})
