import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { bareHost, isAddressAllowed, type AllowedHosts } from '@enrichify/domain'
import { FetchRefused } from './fetch-refused.ts'

export interface ResolvedAddress {
  address: string
  family: 4 | 6
}

/** All addresses of a name, as `dns.lookup` with `all` gives them. Rejects when there is none. */
export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>

/**
 * The addresses that a connection to `hostname:port` may use. Rejects with `FetchRefused` when all of its answers are
 * refused.
 */
export type GuardedResolver = (hostname: string, port: number) => Promise<ResolvedAddress[]>

const defaultLookup: Lookup = (hostname) => systemLookup(hostname, { all: true, order: 'verbatim' })

/**
 * Resolves and filters in one step, once per connection. The socket gets exactly this result, so a name that answers
 * differently the second time (DNS rebinding) gains nothing: there is no second time.
 */
export function createGuardedResolver(allowed: AllowedHosts, lookup: Lookup = defaultLookup): GuardedResolver {
  return async (hostname, port) => {
    const host = bareHost(hostname)
    const answers = isIP(host) === 0 ? await lookup(host) : [{ address: host, family: isIP(host) }]
    const permitted = answers.filter(
      (answer) => isIP(answer.address) !== 0 && isAddressAllowed(answer.address, host, port, allowed),
    )
    if (permitted.length === 0) {
      if (answers.length === 0) throw Object.assign(new Error('The name has no address.'), { code: 'ENOTFOUND' })
      throw new FetchRefused('address')
    }
    return permitted.map(({ address }) => ({ address, family: isIP(address) === 6 ? 6 : 4 }))
  }
}
