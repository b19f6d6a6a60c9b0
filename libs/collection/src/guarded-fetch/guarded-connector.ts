import type { LookupFunction } from 'node:net'
import { bareHost, isAddressAllowed, type AllowedHosts } from '@enrichify/domain'
import { buildConnector } from 'undici'
import { FetchRefused } from './fetch-refused.ts'
import type { GuardedResolver } from './guarded-resolver.ts'

/**
 * Opens sockets for undici to permitted addresses only. The host stays a name for TLS and the Host header. The
 * address comes from the resolver, and the peer that the socket reports is checked once more.
 */
export function createGuardedConnector(
  resolve: GuardedResolver,
  allowed: AllowedHosts,
  timeoutMs: number,
): buildConnector.connector {
  // One per port, because a lookup gets the name but not the port, and the operator’s list may name a port.
  const byPort = new Map<number, buildConnector.connector>()
  const connectorFor = (port: number): buildConnector.connector => {
    const known = byPort.get(port)
    if (known !== undefined) return known
    const lookup: LookupFunction = (hostname, options, callback) => {
      resolve(hostname, port).then(
        (addresses) => {
          const first = addresses[0]
          if (options.all === true) callback(null, addresses)
          else callback(null, first?.address ?? '', first?.family)
        },
        (error: Error) => callback(error, '', 0),
      )
    }
    // The types of undici leave out `lookup`. It is passed to `net.connect` and `tls.connect` as it is.
    const settings = { timeout: timeoutMs, allowH2: false, lookup }
    const connector = buildConnector(settings)
    byPort.set(port, connector)
    return connector
  }

  return (options, callback) => {
    const host = bareHost(options.hostname)
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80)
    const connect = (): void =>
      connectorFor(port)(options, (...answer) => {
        const [error, socket] = answer
        if (error !== null) return callback(error, null)
        if (!isAddressAllowed(socket.remoteAddress ?? '', host, port, allowed)) {
          socket.destroy()
          return callback(new FetchRefused('address'), null)
        }
        callback(null, socket)
      })
    // `net.connect` asks no lookup for a literal address, so it is given to the resolver here.
    if (/^[\d.]+$|:/.test(host)) resolve(host, port).then(connect, (error: Error) => callback(error, null))
    else connect()
  }
}
