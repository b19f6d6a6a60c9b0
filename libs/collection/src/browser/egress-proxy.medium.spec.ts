import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { html, startHostileServer, type HostileServer } from '../fetch-page/__fixtures__/hostile-server.ts'
import { createEgressProxy, type EgressProxy } from './egress-proxy.ts'

let server: HostileServer
let proxy: EgressProxy
afterEach(async () => {
  await proxy.close()
  await server.close()
})

/** First line of the proxy’s answer to these bytes, and everything after it until the connection ends. */
function say(bytes: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1', () => socket.write(bytes))
    let answer = ''
    socket.on('data', (piece) => (answer += piece.toString()))
    socket.on('error', fail)
    socket.on('close', () => done(answer))
  })
}

it('lets through what the guard lets through, by request and by tunnel', async () => {
  server = await startHostileServer({
    '/page': (socket, path, head) => (html(`<p>${/host: (\S+)/i.exec(head)?.[1]}`)(socket, path, head), socket.end()),
  })
  // A name with several answers: the private one is dropped, and the dead one is passed over.
  proxy = await createEgressProxy({
    allowedHosts: [server.host, `[::1]:${server.port}`],
    lookup: async () => [
      { address: '10.0.0.1', family: 4 },
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ],
  })
  expect(
    await say(
      `GET http://site.test:${server.port}/page HTTP/1.1\r\nHost: site.test\r\nProxy-Connection: ` +
        `close\r\nConnection: close\r\n\r\n`,
    ),
  ).toContain(`<p>site.test:${server.port}`)
  expect(await say(`CONNECT ${server.host} HTTP/1.1\r\n\r\nGET /page HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 200 [\s\S]*<p>x/,
  )
})

it('refuses the rest, and says nothing about it', async () => {
  server = await startHostileServer({})
  proxy = await createEgressProxy({ lookup: async () => [{ address: '127.0.0.1', family: 4 }] })
  for (const target of [
    server.host,
    `site.test:${server.port}`,
    `localhost:${server.port}`,
    `[::1]:${server.port}`,
    `2130706433:${server.port}`,
    'user:x@example.com:443',
    'example.com:25',
    '',
  ]) {
    expect(await say(`CONNECT ${target} HTTP/1.1\r\n\r\n`)).toMatch(
      /^(?:HTTP\/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n|)$/,
    )
  }
  for (const url of [`${server.origin}/`, 'https://example.com/', 'ftp://example.com/', '/relative']) {
    expect(await say(`GET ${url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 403/)
  }
  expect(server.hits).toEqual([])
  expect(proxy.refused()).toBeGreaterThan(8)
})

it('refuses everything offline', async () => {
  server = await startHostileServer({})
  proxy = await createEgressProxy({ offline: true, allowedHosts: [server.host] })
  expect(await say(`CONNECT ${server.host} HTTP/1.1\r\n\r\n`)).toMatch(/403/)
})
