import { randomUUID } from 'node:crypto'
import { killNow } from '../e2e/drills/processes.ts'
import { until } from '../e2e/drills/until.ts'
import type { Attack, Target } from './attack.ts'

const AT_ONCE = 30

const send = ({ stack, token }: Target, path: string, key: string, body: unknown): Promise<Response> =>
  fetch(`${stack.address}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

export const replays: Attack = {
  name: 'replays',
  about: 'requests with a key whose API dies in the middle, repeated until they are answered',
  async run(target) {
    const rounds = Math.ceil(60 * target.scale)
    let [asked, doubled, lost, unlike] = [0, 0, 0, 0]
    for (let round = 0; round < rounds; round++) {
      const names = Array.from({ length: AT_ONCE }, (_, at) => ({ name: `Once ${round}.${at}`, key: randomUUID() }))
      asked += names.length
      const first = names.map(({ name, key }) =>
        send(target, '/websets', key, { name }).then(
          async (response) => ({ status: response.status, text: await response.text() }),
          () => null,
        ),
      )
      await new Promise((done) => setTimeout(done, 10 + Math.random() * 80))
      await killNow(await target.stack.pidOf('api'))
      const answered = await Promise.all(first)
      for (const [at, { name, key }] of names.entries()) {
        const text = await until(`an answer for ${name}`, async () => {
          const response = await send(target, '/websets', key, { name })
          if (response.status === 201) return response.text()
          throw new Error(`It was answered with ${response.status}.`)
        })
        if (answered[at]?.status === 201 && answered[at].text !== text) unlike++
        const again = await (await send(target, '/websets', key, { name })).text()
        if (again !== text) unlike++
        const { count } = await target.truth.one<{ count: number }>(
          'select count(*)::int as count from websets where name = $1',
          [name],
        )
        if (count > 1) doubled++
        if (count === 0) lost++
      }
    }
    return [
      {
        what: `${asked} requests, ${rounds} kills of the API`,
        value: `${doubled} doubled, ${lost} lost, ${unlike} answered with other bytes`,
        promise: 'none',
        held: doubled + lost + unlike === 0,
      },
    ]
  },
}
