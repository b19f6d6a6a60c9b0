import { ApiError, makeClient, refresh, type Endpoint } from '@enrichify/contracts'
import { randomId } from './random-id.ts'
import { SessionStore } from './session.ts'

// Reading the same thing twice does no harm; a mutation that is sent twice must be recognised as one.
function headers(endpoint: Endpoint): Record<string, string> {
  const token = session.accessToken()
  return {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(endpoint.method === 'GET' ? {} : { 'idempotency-key': randomId() }),
  }
}

const lock = <T>(run: () => Promise<T>): Promise<T> =>
  // Only in secure contexts; elsewhere a lone tab is the usual case.
  navigator.locks ? (navigator.locks.request('enrichify.refresh', run) as Promise<T>) : run()

/** For what is asked without a session: a 401 there is an answer, not an expired token. */
export const callPublic = makeClient({ baseUrl: '', headers })

export const session: SessionStore = new SessionStore({
  refresh: () => callPublic(refresh, {}),
  isRefusal: (error) => error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429,
  lock,
})

export const call = makeClient({ baseUrl: '', headers, onUnauthorized: session.refresh })
