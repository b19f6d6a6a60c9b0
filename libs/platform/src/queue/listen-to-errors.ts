import type pg from 'pg'

/**
 * A pool reports the errors of idle clients only. One that is checked out (for LISTEN, or in a transaction) and loses its server
 * would end the process for want of a listener.
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
