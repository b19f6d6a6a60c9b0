import { createWebset, LIVE_PATH } from '@enrichify/contracts'
import { io, type Socket } from 'socket.io-client'
import type { Attack, Target } from './attack.ts'
import { calmTimes, compare, peakMb, timesOf } from './bystander.ts'

const SECONDS = 5

function connect({ stack, token }: Target): Promise<Socket> {
  const socket = io(stack.address, {
    path: LIVE_PATH,
    transports: ['websocket'],
    auth: { token },
    forceNew: true,
    reconnection: false,
  })
  return new Promise((done, fail) => socket.once('connect', () => done(socket)).once('connect_error', fail))
}

/** 8,300 messages a second, again and again as soon as it is let in. */
async function flood(target: Target, websetId: string): Promise<{ sent: number; cuts: number }> {
  const until = performance.now() + 1000 * Math.max(1, SECONDS * target.scale)
  let [sent, cuts] = [0, 0]
  while (performance.now() < until) {
    const socket = await connect(target).catch(() => null)
    while (socket?.connected && performance.now() < until) {
      for (let message = 0; message < 83; message++, sent++) socket.emit('webset.watch', { websetId })
      await new Promise((done) => setTimeout(done, 10))
    }
    if (socket) cuts++
    socket?.disconnect()
    await new Promise((done) => setTimeout(done, 20))
  }
  return { sent, cuts }
}

export const sockets: Attack = {
  name: 'sockets',
  about: 'one person floods by socket, opens hundreds of them, and shakes hands in a loop',
  async run(target) {
    const { id } = await target.call(createWebset, { body: { name: 'Watched' } })
    const api = await target.stack.pidOf('api')
    const calm = await calmTimes(target)
    const opened: Socket[] = []
    let refused = 0
    const opening = (async () => {
      for (let socket = 0; socket < 500 * target.scale; socket++)
        await connect(target).then(
          (open) => opened.push(open),
          () => refused++,
        )
    })()
    const many = await timesOf(target, opening)
    for (const socket of opened) socket.disconnect()
    const flooding = flood(target, id)
    const [during, peak] = await Promise.all([timesOf(target, flooding), peakMb(api, flooding)])
    const { sent, cuts } = await flooding
    return [
      { what: `Flood of ${sent} messages`, value: `cut ${cuts} times`, promise: 'cut', held: cuts > 0 },
      compare('Flood', calm, during),
      { what: 'API while flooded', value: `${peak.toFixed(0)} MB`, promise: 'at most 600 MB', held: peak <= 600 },
      {
        what: 'Sockets of one person',
        value: `${opened.length} let in, ${refused} refused`,
        promise: 'at most 40',
        held: opened.length <= 40,
      },
      compare('Sockets that are opened in a loop', calm, many),
    ]
  },
}
