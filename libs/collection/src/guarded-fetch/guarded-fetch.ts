import { checkUrl, parseAllowedHosts } from '@enrichify/domain'
import { Agent, fetch as undiciFetch, FormData as UndiciFormData, type RequestInit as UndiciRequestInit } from 'undici'
import { FetchRefused } from './fetch-refused.ts'
import { createGuardedConnector } from './guarded-connector.ts'
import { createGuardedResolver, type Lookup } from './guarded-resolver.ts'

export interface GuardedFetchSettings {
  /** What the operator allows although it is not public: host, host:port, [v6]:port or CIDR. */
  allowedHosts?: readonly string[]
  /** Sent when the caller names no agent. */
  userAgent: string
  /** Refuse everything. */
  offline?: boolean
  /** Replaces the system's resolver, in tests. */
  lookup?: Lookup
  /** Milliseconds until a connection is made, TLS included. */
  connectTimeoutMs?: number
  /** Milliseconds until the first byte of an answer. Model services may think for minutes. */
  headersTimeoutMs?: number
  /** Milliseconds between two pieces of a body. */
  bodyTimeoutMs?: number
  connectionsPerOrigin?: number
}

/** `fetch`, plus `close()`, which waits for running requests and closes idle sockets. */
export type GuardedFetch = typeof globalThis.fetch & { close(): Promise<void> }

// Sites with long policies and many cookies exceed Node’s 16 KiB. A longer header block is an attack or a fault.
const maxHeaderBytes = 64 * 1024

/**
 * The one way out: a `fetch` that connects only to public addresses and to what the operator listed, checked on the
 * address that the socket connects to. Redirects are returned to the caller, never followed. Throws `FetchRefused`
 * for what we do not send; other failures are `TypeError`s, as with `fetch`.
 */
export function createGuardedFetch(settings: GuardedFetchSettings): GuardedFetch {
  const allowed = parseAllowedHosts(settings.allowedHosts ?? [])
  const resolve = createGuardedResolver(allowed, settings.lookup)
  const agent = new Agent({
    connect: createGuardedConnector(resolve, allowed, settings.connectTimeoutMs ?? 10_000),
    allowH2: false,
    connections: settings.connectionsPerOrigin ?? 16,
    headersTimeout: settings.headersTimeoutMs ?? 300_000,
    bodyTimeout: settings.bodyTimeoutMs ?? 300_000,
    maxHeaderSize: maxHeaderBytes,
    pipelining: 1,
  })

  const guarded: typeof globalThis.fetch = async (input, init) => {
    if (settings.offline === true) throw new FetchRefused('offline')
    const request = input instanceof Request ? input : null
    const check = checkUrl(request === null ? (input as string | URL) : request.url, allowed)
    if (!check.ok) throw new FetchRefused(check.reason)
    const merged = request === null ? init : { ...fromRequest(request), ...init }
    const headers = new Headers(merged?.headers)
    if (!headers.has('user-agent')) headers.set('user-agent', settings.userAgent)
    const sent = {
      ...merged,
      headers: [...headers],
      body: ownFormData(merged?.body),
      redirect: merged?.redirect === 'error' ? 'error' : 'manual',
      dispatcher: agent,
    } as unknown as UndiciRequestInit
    try {
      return (await undiciFetch(check.url, sent)) as unknown as Response
    } catch (error) {
      if (error instanceof TypeError && error.cause instanceof FetchRefused) throw error.cause
      throw error
    }
  }
  return Object.assign(guarded, { close: async () => void (agent.closed || agent.destroyed || (await agent.close())) })
}

function fromRequest(request: Request): RequestInit & { duplex?: 'half' } {
  return {
    method: request.method,
    headers: request.headers,
    signal: request.signal,
    ...(request.body === null ? {} : { body: request.body, duplex: 'half' }),
  }
}

// Node’s FormData is another class than undici’s and would be sent as the text "[object FormData]".
function ownFormData(body: unknown): unknown {
  if (!(body instanceof FormData)) return body
  const own = new UndiciFormData()
  for (const [name, value] of body) {
    if (typeof value === 'string') own.append(name, value)
    else own.append(name, value, value.name)
  }
  return own
}
