import { ApiError, makeClient, getMe, type Session } from '@enrichify/contracts'
import { describe, expect, it, vi } from 'vitest'
import { SessionStore } from './session.ts'

const me = {
  user: { id: 'u', name: 'Ada', email: null, hasPassword: false },
  workspace: { id: 'w', name: 'W' },
  role: 'manager',
  permissions: [],
} as unknown as Session['me']
const sessionOf = (accessToken: string): Session => ({ accessToken, expiresAt: '2026-01-01T00:00:00Z', me })
const isRefusal = (error: unknown) => error instanceof ApiError && error.status === 401

describe('SessionStore', () => {
  it('sends one refresh for many requests that met a 401, and each of them goes on', async () => {
    const refresh = vi.fn(async () => sessionOf('new'))
    const store = new SessionStore({ refresh, isRefusal })
    store.accept(sessionOf('old'))
    const fetch = vi.fn(async (_url: unknown, init?: RequestInit) => {
      const fresh = new Headers(init?.headers).get('authorization') === 'Bearer new'
      return new Response(JSON.stringify(fresh ? me : {}), { status: fresh ? 200 : 401 })
    })
    const call = makeClient({
      baseUrl: '',
      fetch: fetch as typeof globalThis.fetch,
      headers: () => ({ authorization: `Bearer ${store.accessToken()}` }),
      onUnauthorized: store.refresh,
    })
    const answers = await Promise.all([call(getMe, {}), call(getMe, {}), call(getMe, {})])
    expect(answers.every((answer) => answer.user.name === 'Ada')).toBe(true)
    expect(refresh).toHaveBeenCalledTimes(1)
    expect(fetch).toHaveBeenCalledTimes(6)
  })

  it('refreshes again the next time', async () => {
    const refresh = vi.fn(async () => sessionOf('t'))
    const store = new SessionStore({ refresh, isRefusal })
    await store.refresh()
    await store.refresh()
    expect(refresh).toHaveBeenCalledTimes(2)
    expect(store.state()).toMatchObject({ status: 'signed-in' })
  })

  it('signs out when the cookie is refused, and tells', async () => {
    const store = new SessionStore({
      refresh: () => Promise.reject(new ApiError({ type: '', title: 'no', status: 401, code: 'x' })),
      isRefusal,
    })
    const heard = vi.fn()
    store.subscribe(heard)
    expect(await store.refresh()).toBe(false)
    expect(store.state()).toEqual({ status: 'signed-out' })
    expect(store.accessToken()).toBeNull()
    expect(heard).toHaveBeenCalled()
  })

  it('signs no one out because the server is away', async () => {
    const store = new SessionStore({ refresh: () => Promise.reject(new Error('away')), isRefusal })
    expect(await store.refresh()).toBe(false)
    expect(store.state()).toMatchObject({ status: 'unreachable' })
    store.accept(sessionOf('t'))
    expect(await store.refresh()).toBe(false)
    expect(store.state()).toMatchObject({ status: 'signed-in' })
    expect(store.accessToken()).toBe('t')
  })
})
