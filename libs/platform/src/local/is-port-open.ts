import { createServer } from 'node:net'

/** Whether a server can listen on this address now. */
export function isPortOpen(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, host, () => server.close(() => done(true)))
  })
}
