import { connect } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { limitBodyTime } from './body-time.ts'

let port: number
let close: () => void
beforeAll(async () => {
  const app = express()
  app.use(limitBodyTime(200))
  app.use(express.json())
  app.post('/', (request, response) => void response.json(request.body))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  port = (server.address() as { port: number }).port
  close = () => {
    server.closeAllConnections()
    server.close()
  }
})
afterAll(() => close())

/** All that comes back on one connection until it is closed. */
const sent = (head: string, body: string): Promise<string> =>
  new Promise((done, fail) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n${body}`),
    )
    socket.setEncoding('utf8')
    socket.on('data', (text) => (answer += text))
    socket.on('close', () => done(answer))
    socket.on('error', fail)
  })

it('a body that stops half-way is answered and cut off; one that is whole is not', async () => {
  const json = 'content-type: application/json\r\ncontent-length: 9'
  const slow = await sent(json, '{"a":')
  expect(slow).toMatch(/^HTTP\/1.1 408 /)
  expect(slow).toContain('body_too_slow')
  expect(await sent(`${json}\r\nconnection: close`, '{"a": 12}')).toMatch(/^HTTP\/1.1 200 /)
})
