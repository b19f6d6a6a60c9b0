import { LIVE_PATH } from '@enrichify/contracts'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'

let api: TestApi
let who: Visitor
let other: Visitor
const open: Socket[] = []
beforeAll(async () => {
  api = await TestApi.open()
  who = await api.visitor()
  other = await api.visitor()
})
afterAll(async () => {
  for (const socket of open) socket.disconnect()
  await api.close()
})

function connect(visitor: Visitor): Promise<Socket> {
  const socket = io(api.origin, {
    path: LIVE_PATH,
    transports: ['websocket'],
    auth: { token: visitor.session.accessToken },
    forceNew: true,
    reconnection: false,
  })
  open.push(socket)
  return new Promise((done, fail) => socket.once('connect', () => done(socket)).once('connect_error', fail))
}
const made = async (visitor: Visitor): Promise<string> =>
  (await visitor.json<{ id: string }>('POST', '/websets', { name: 'Watched', paste: 'acme.com' })).id

it('a socket that floods is cut, its person waits, and others are served', async () => {
  const [id, bystander] = [await made(who), await connect(other)]
  const socket = await connect(who)
  const ended = new Promise((done) => socket.once('disconnect', done))
  const ask = () => socket.emitWithAck('webset.watch', { websetId: id }) as Promise<{ ok: boolean; code?: string }>
  const answers = await Promise.all(Array.from({ length: 60 }, ask))
  expect(answers.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => ({ ok: true })))
  expect(answers.at(-1)).toEqual({ ok: false, code: 'rate_limited' })
  for (let message = 0; message < 5000; message++) socket.emit('webset.watch', { websetId: id })
  await ended
  await expect(connect(who)).rejects.toThrow('too_many_connections')
  expect((await who.send('GET', '/websets')).status).toBe(200)
  expect(await bystander.emitWithAck('webset.watch', { websetId: await made(other) })).toEqual({ ok: true })
})

it('a socket watches so many websets', async () => {
  const socket = await connect(await api.visitor('editor', other))
  for (let watched = 0; watched < 20; watched++)
    expect(await socket.emitWithAck('webset.watch', { websetId: await made(other) })).toEqual({ ok: true })
  const late = { websetId: await made(other) }
  expect(await socket.emitWithAck('webset.watch', late)).toEqual({ ok: false, code: 'too_many_websets' })
})

it.each(['signed in', 'before one says who one is'])(
  'packets that are no messages are counted too, %s',
  async (when) => {
    const visitor = await api.visitor('viewer', other)
    const socket = new WebSocket(`${api.origin.replace('http', 'ws')}${LIVE_PATH}/?EIO=4&transport=websocket`)
    const closed = new Promise((done) => (socket.onclose = done))
    await new Promise((done) => (socket.onopen = done))
    if (when === 'signed in') {
      const joined = new Promise<void>((done) => {
        socket.onmessage = ({ data }) => String(data).startsWith('40') && done()
      })
      socket.send(`40${JSON.stringify({ token: visitor.session.accessToken })}`)
      await joined
    }
    for (let packet = 0; packet < 1000; packet++) socket.send('3')
    await closed
  },
)
