import { ApiError, makeClient, type Address } from '@enrichify/contracts'
import { randomId } from './random-id.ts'
import { SessionStore } from './session.ts'
import { refresh } from './sign-in-calls.ts'

// Reading twice does no harm. A mutation that is sent twice must be recognised as one.
function headers(endpoint: Address): Record<string, string> {
  const token = session.accessToken()
  return {
    // Log lines of the server, its worker and an outside service can be found by it.
    'x-request-id': randomId(),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(endpoint.method === 'GET' ? {} : { 'idempotency-key': randomId() }),
  }
}

const lock = <T>(run: () => Promise<T>): Promise<T> =>
  // The lock exists in secure contexts only. Elsewhere people mostly have a single tab open.
  navigator.locks ? (navigator.locks.request('enrichify.refresh', run) as Promise<T>) : run()

/** For requests without a session: there a 401 is an answer, not an expired token. */
export const callPublic = makeClient({ baseUrl: '', headers })

export const session: SessionStore = new SessionStore({
  refresh: () => callPublic(refresh, {}),
  isRefusal: (error) => error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429,
  lock,
})

export const call = makeClient({ baseUrl: '', headers, onUnauthorized: session.refresh })
