import { createServer, type AddressInfo, type Socket } from 'node:net'

/** Writes whatever it likes to the socket for one request; the headers of the request are given as text. */
export type Behaviour = (socket: Socket, path: string, head: string) => void

export interface HostileServer {
  origin: string
  host: string
  port: number
  /** Paths asked for, in order. */
  hits: string[]
  close(): Promise<void>
}

/** A server that need not speak HTTP: behaviours by path, `*` for the rest; robots.txt answers 404 unless it is given. */
export async function startHostileServer(behaviours: Record<string, Behaviour>): Promise<HostileServer> {
  const sockets = new Set<Socket>()
  const hits: string[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let pending = ''
    socket.on('data', (bytes) => {
      pending += bytes.toString('latin1')
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        const head = pending.slice(0, end)
        pending = pending.slice(end + 4)
        const path = /^\S+ (\S+)/.exec(head)?.[1] ?? ''
        hits.push(path)
        const behaviour = behaviours[path] ?? (path === '/robots.txt' ? answer(404, {}, '') : (behaviours['*'] ?? answer(404, {}, '')))
        behaviour(socket, path, head)
      }
    })
    behaviours['(connect)']?.(socket, '', '')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    port,
    hits,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** A proper answer; the length is filled in unless a header says otherwise. */
export function answer(status: number, headers: Record<string, string>, body: string | Uint8Array): Behaviour {
  const bytes = Buffer.from(body)
  const all: Record<string, string> = { 'content-length': String(bytes.length), ...headers }
  const head = `HTTP/1.1 ${status} X\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  return (socket) => {
    socket.write(head)
    socket.write(bytes)
  }
}

export const html = (body: string): Behaviour => answer(200, { 'content-type': 'text/html; charset=utf-8' }, body)
export const redirect = (location: string, status = 302): Behaviour => answer(status, { location }, '')
