import type pg from 'pg'

/**
 * A pool reports the errors of idle clients only. Without a listener, a client in use (for LISTEN, or in a
 * transaction) that loses its server would end the process.
 */
export function listenToErrors(pool: pg.Pool, onError: (error: Error) => void): void {
  const heard = new WeakSet<object>()
  pool.on('error', onError)
  pool.on('acquire', (client) => {
    if (heard.has(client)) return
    heard.add(client)
    client.on('error', onError)
  })
}
