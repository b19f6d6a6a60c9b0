import ipaddr from 'ipaddr.js'
import { joined } from '../text/long-text.ts'
import { GLOBAL_UNICAST_V6, NOT_PUBLIC_V4, NOT_PUBLIC_V6, NOT_WEB_PORTS } from './special-addresses.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = [Address, number]

/** Why a URL may not be fetched. No reason names an address, so that an error text tells a prober nothing. */
export type UrlRefusal = 'not_a_url' | 'scheme' | 'credentials' | 'port' | 'host' | 'address'
export type UrlCheck = { ok: true; url: URL } | { ok: false; reason: UrlRefusal }

interface AllowedHost {
  /** Host as the URL parser writes it, without brackets. Null for a range. */
  host: string | null
  port: number | null
  range: Range | null
}

/** What an operator allows although it is not public. Parsed once from `host`, `host:port`, `[v6]:port` or CIDR. */
export type AllowedHosts = readonly AllowedHost[]

const v4Ranges = NOT_PUBLIC_V4.map((cidr) => ipaddr.parseCIDR(cidr) as [ipaddr.IPv4, number])
const v6Ranges = NOT_PUBLIC_V6.map((cidr) => ipaddr.parseCIDR(cidr) as [ipaddr.IPv6, number])
const globalV6 = ipaddr.parseCIDR(GLOBAL_UNICAST_V6) as [ipaddr.IPv6, number]

// Names that resolve inside a machine or a local network by convention, whatever DNS says about them.
const localNames = new RegExp(
  joined`
    (?:^|\.)(?:
      localhost|localdomain|local|internal|intranet|lan|corp|private|home|home\.arpa|in-addr\.arpa
      |ip6\.arpa|svc|cluster
    )$
  `,
)

function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null
}

/**
 * True when `ip` (dotted quad or IPv6 text, as a resolver or a socket gives it) is an address of the public internet.
 * False for anything else, also for malformed text.
 */
export function isPublicAddress(ip: string): boolean {
  const address = parseAddress(ip)
  if (address === null) return false
  if (address instanceof ipaddr.IPv4) return !v4Ranges.some((range) => address.match(range))
  return address.match(globalV6) && !v6Ranges.some((range) => address.match(range))
}

/**
 * The host of a URL without brackets and trailing dot, in lower case: the form in which names and addresses are
 * compared.
 */
export function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/(?<!\.)\.+$/, '')
    .toLowerCase()
}

/**
 * Parses the operator’s list. Throws an `Error` that names the entry that is none of host, host:port, [v6]:port or
 * CIDR.
 */
export function parseAllowedHosts(entries: readonly string[]): AllowedHosts {
  return entries.map((entry) => {
    const text = entry.trim()
    if (/^[\d.a-f:]+\/\d+$/i.test(text)) {
      if (!ipaddr.isValidCIDR(text)) throw new Error(`Not an address range: ${entry}`)
      return { host: null, port: null, range: ipaddr.parseCIDR(text) as Range }
    }
    if (parseAddress(text) !== null) return { host: canonicalAddress(text), port: null, range: null }
    const parts = /^(.+?)(?::(\d{1,5}))?$/.exec(text)
    const written = `http://${parts?.[1] ?? ''}/`
    if (parts === null || /[/@?#\s]/.test(text) || !URL.canParse(written))
      throw new Error(`Not a host, host:port or address range: ${entry}`)
    const host = bareHost(new URL(written).hostname)
    return { host: canonicalAddress(host), port: parts[2] === undefined ? null : Number(parts[2]), range: null }
  })
}

function canonicalAddress(host: string): string {
  return parseAddress(host)?.toString() ?? host
}

function isListed(host: string, port: number, allowed: AllowedHosts): boolean {
  const address = parseAddress(host)
  const name = address?.toString() ?? host
  return allowed.some((entry) => {
    if (entry.port !== null && entry.port !== port) return false
    if (entry.range === null) return entry.host === name
    return address !== null && address.kind() === entry.range[0].kind() && address.match(entry.range as never)
  })
}

/**
 * Whether a connection for `hostname:port` may go to `address`: a public one, or one that the operator listed by
 * name, address or range. Ask it about the address that the socket connects to, never about an earlier answer of DNS.
 */
export function isAddressAllowed(address: string, hostname: string, port: number, allowed: AllowedHosts): boolean {
  return (
    isPublicAddress(address) ||
    isListed(bareHost(hostname), port, allowed) ||
    isListed(bareHost(address), port, allowed)
  )
}

/**
 * Everything that we can check about a URL before DNS: scheme, credentials, port, local names and literal addresses
 * in every spelling that the WHATWG parser knows. A name that passes must still pass `isAddressAllowed` when it is
 * connected to.
 */
export function checkUrl(input: string | URL, allowed: AllowedHosts = []): UrlCheck {
  if (typeof input === 'string' && !URL.canParse(input)) return { ok: false, reason: 'not_a_url' }
  const url = typeof input === 'string' ? new URL(input) : input
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, reason: 'scheme' }
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'credentials' }
  const host = bareHost(url.hostname)
  const port = urlPort(url)
  if (host === '') return { ok: false, reason: 'host' }
  if (isListed(host, port, allowed)) return { ok: true, url }
  if (parseAddress(host) !== null) {
    // A listed range allows the address. Its port is then the operator’s business as well.
    if (!isPublicAddress(host)) return { ok: false, reason: 'address' }
  } else if (!host.includes('.') || localNames.test(host)) {
    return { ok: false, reason: 'host' }
  }
  return NOT_WEB_PORTS.has(port) ? { ok: false, reason: 'port' } : { ok: true, url }
}

/** The port that a URL is fetched at, with the scheme’s default filled in. */
export function urlPort(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}
