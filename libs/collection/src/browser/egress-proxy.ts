import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type LookupFunction, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { bareHost, checkUrl, isAddressAllowed, parseAllowedHosts, urlPort } from '@enrichify/domain'
import { createGuardedResolver, type Lookup } from '../guarded-fetch/guarded-resolver.ts'

export interface EgressProxySettings {
  allowedHosts?: readonly string[]
  offline?: boolean
  lookup?: Lookup
  /** How many bytes one connection may bring in. */
  maxBytesPerConnection?: number
  connectTimeoutMs?: number
  /** After so many milliseconds without a byte a connection is closed. */
  idleTimeoutMs?: number
}

export interface EgressProxy {
  /** `http://127.0.0.1:port`. */
  url: string
  /** Requests and tunnels that were refused, since the start. */
  refused(): number
  close(): Promise<void>
}

// They belong to one leg of a proxied request and must not travel on.
const hopHeaders = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * The way out for browsers: an HTTP proxy on loopback that connects only where the address guard allows it, judged by
 * the address that the socket connects to. Everything that a page does (redirects, frames, workers, sockets,
 * preconnects) comes through here or not at all.
 */
export async function createEgressProxy(settings: EgressProxySettings = {}): Promise<EgressProxy> {
  const { maxBytesPerConnection = 64 * 1024 * 1024, connectTimeoutMs = 10_000, idleTimeoutMs = 30_000 } = settings
  const allowed = parseAllowedHosts(settings.allowedHosts ?? [])
  const resolve = createGuardedResolver(allowed, settings.lookup)
  const sockets = new Set<Duplex>()
  let refused = 0

  const track = <T extends Duplex>(socket: T): T => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    return socket
  }

  const dial = async (url: URL): Promise<Socket> => {
    const check = settings.offline === true ? { ok: false } : checkUrl(url, allowed)
    if (!check.ok) throw new Error('refused')
    const addresses = await resolve(url.hostname, urlPort(url))
    // The socket gets the checked addresses only. It tries them in turn, for machines whose IPv6 does not work.
    const lookup: LookupFunction = (_hostname, options, callback) => {
      if (options.all === true) callback(null, addresses)
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family)
    }
    return new Promise((done, fail) => {
      const socket = track(
        connect({
          host: bareHost(url.hostname),
          port: urlPort(url),
          timeout: connectTimeoutMs,
          lookup,
          autoSelectFamily: true,
        }),
      )
      socket.once('timeout', () => socket.destroy(new Error('timeout')))
      socket.once('error', fail)
      socket.once('connect', () => {
        socket.setTimeout(idleTimeoutMs)
        if (isAddressAllowed(socket.remoteAddress ?? '', bareHost(url.hostname), urlPort(url), allowed))
          return done(socket)
        socket.destroy()
        fail(new Error('refused'))
      })
    })
  }

  const capped = (socket: Socket): void => {
    socket.on('data', () => {
      if (socket.bytesRead > maxBytesPerConnection) socket.destroy()
    })
  }

  const tunnel = async (target: string, client: Duplex, head: Buffer): Promise<void> => {
    track(client)
    try {
      const server = await dial(new URL(`https://${target}/`))
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      server.write(head)
      capped(server)
      server.pipe(client)
      client.pipe(server)
      client.once('close', () => server.destroy())
      server.once('close', () => client.destroy())
    } catch {
      refused++
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    }
  }

  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    try {
      const url = new URL(incoming.url ?? '')
      if (url.protocol !== 'http:') throw new Error('refused')
      const socket = await dial(url)
      capped(socket)
      const headers = { ...incoming.headers }
      for (const name of hopHeaders) delete headers[name]
      const upstream = request({
        createConnection: () => socket,
        method: incoming.method,
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, host: url.host, connection: 'close' },
      })
      upstream.once('error', () => outgoing.destroy())
      upstream.once('response', (answer) => {
        const answered = { ...answer.headers }
        for (const name of hopHeaders) delete answered[name]
        outgoing.writeHead(answer.statusCode ?? 502, answered)
        answer.pipe(outgoing)
        answer.once('error', () => outgoing.destroy())
      })
      outgoing.once('close', () => socket.destroy())
      incoming.pipe(upstream)
    } catch {
      refused++
      outgoing.writeHead(403, { 'content-length': 0, connection: 'close' }).end()
    }
  }

  const server = createServer((incoming, outgoing) => void forward(incoming, outgoing))
  server.on('connection', track)
  server.on(
    'connect',
    (incoming: IncomingMessage, client: Duplex, head: Buffer) => void tunnel(incoming.url ?? '', client, head),
  )
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done))
  // It must not keep a process alive that has nothing else to do.
  server.unref()
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    refused: () => refused,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
