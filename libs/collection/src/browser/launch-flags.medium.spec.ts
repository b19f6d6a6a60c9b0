import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { chromium } from 'playwright-core'
import { expect, it } from 'vitest'
import { html, startHostileServer } from '../fetch-page/__fixtures__/hostile-server.ts'
import { createEgressProxy } from './egress-proxy.ts'
import { findBrowser } from './find-browser.ts'
import { launchFlags } from './launch-flags.ts'

/**
 * UDP packets and connections that a page with WebRTC and fetch sends to a canary, in a browser with these flags and
 * no other protection.
 */
async function leaks(
  flagsFor: (proxyUrl: string) => string[],
  expectsPackets: boolean,
): Promise<{ udp: number; tcp: number }> {
  const canary = await startHostileServer({ '(connect)': (socket) => (canary.hits.push('connect'), socket.destroy()) })
  const udp = createSocket('udp4')
  let packets = 0
  udp.on('message', () => packets++)
  udp.bind(canary.port, '127.0.0.1')
  await once(udp, 'listening')
  const server = await startHostileServer({
    '*': html(`<script>
      const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:${canary.host}' }] })
      peer.createDataChannel('x')
      peer.createOffer().then((offer) => peer.setLocalDescription(offer))
      fetch('${canary.origin}/', { mode: 'no-cors' }).catch(() => 0).then(() => (globalThis.fetched = true))
    </script>`),
  })
  const proxy = await createEgressProxy({ allowedHosts: [server.host] })
  const { executablePath, env } = await findBrowser({})
  const browser = await chromium.launch({ executablePath, env, args: flagsFor(proxy.url) })
  try {
    const page = await browser.newPage()
    const arrived = expectsPackets ? once(udp, 'message') : null
    await page.goto(server.origin)
    // An unanswered server is asked again for half a minute. Without a way out the search is over at once.
    await page.waitForFunction(
      expectsPackets ? 'globalThis.fetched' : `globalThis.fetched && peer.iceGatheringState === 'complete'`,
      null,
      { timeout: 20_000 },
    )
    await arrived
    return { udp: packets, tcp: canary.hits.length }
  } finally {
    await browser.close()
    await proxy.close()
    await Promise.all([server.close(), canary.close(), new Promise<void>((done) => udp.close(done))])
  }
}

it('leaves no way out but the proxy, where a browser without the flags has two', async () => {
  const bare = await leaks(() => ['--no-sandbox'], true)
  expect(bare.udp).toBeGreaterThan(0)
  expect(bare.tcp).toBeGreaterThan(0)
  expect(await leaks((proxyUrl) => launchFlags(proxyUrl, process.getuid?.() !== 0), false)).toEqual({ udp: 0, tcp: 0 })
}, 60_000)
