import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'

let api: TestApi
let who: Visitor
let websetId: string
beforeAll(async () => {
  api = await TestApi.open()
  who = await api.visitor()
  ;({ id: websetId } = await who.json('POST', '/websets', { name: 'Listed', paste: 'acme.com' }))
})
afterAll(() => api.close())

// No worker takes them, so they wait.
const start = (search: string) => who.json('POST', `/export/websets/${websetId}`, { format: 'csv', search })

it('a loop of requests gets five exports and then 429, until one is cancelled', async () => {
  const jobs = []
  for (const search of ['1', '2', '3', '4', '5']) jobs.push(await start(search))
  for (let again = 0; again < 3; again++) expect(await start('5')).toEqual(jobs[4])
  expect(await start('6')).toMatchObject({ status: 429, code: 'too_many_exports', details: { limit: 5 } })
  const [{ id }] = jobs
  const cancelled = await who.send('POST', `/export/${id}/cancel`)
  expect([cancelled.status, await cancelled.json()]).toEqual([200, { ...jobs[0], state: 'CANCELLED' }])
  expect(await who.json('POST', `/export/${id}/cancel`)).toMatchObject({ status: 409, code: 'export_over' })
  expect(await start('6')).toMatchObject({ state: 'PENDING' })
})
