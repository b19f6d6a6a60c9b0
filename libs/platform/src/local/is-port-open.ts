import { createServer } from 'node:net'

/** Whether this address can be listened on now. */
export function isPortOpen(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, host, () => server.close(() => done(true)))
  })
}
