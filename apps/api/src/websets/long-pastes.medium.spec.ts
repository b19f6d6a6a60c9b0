import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'

let api: TestApi
let who: Visitor
beforeAll(async () => {
  api = await TestApi.open()
  who = await api.visitor()
})
afterAll(() => api.close())

const paste = (text: string) => who.json('POST', '/websets', { name: 'Pasted', paste: text })

it('a paste of 5,000 lines becomes a webset', async () => {
  expect(await paste('acme.com\n'.repeat(5000))).toMatchObject({ rows: 5000, columns: [{ kind: 'url' }] })
})

it.each([
  ['of 500,000 lines', 'a\n'.repeat(500_000)],
  ['of more than 1,000,000 characters', 'x'.repeat(1_000_001)],
])('a paste %s is refused with the limits, and makes no webset', async (_what, text) => {
  const before = await who.json('GET', '/websets')
  expect(await paste(text)).toMatchObject({
    status: 422,
    code: 'paste_too_long',
    detail: expect.stringMatching(/5,000 lines and 1,000,000 characters .* import it as a file/),
    details: { lines: 5000, characters: 1_000_000 },
  })
  expect(await who.json('GET', '/websets')).toEqual(before)
})

it('a paste of more columns than a webset may have makes none', async () => {
  const before = await who.json('GET', '/websets')
  const heads = Array.from({ length: 501 }, (_, index) => `h${index}`).join('\t')
  expect(await paste(`${heads}\nacme.com`)).toMatchObject({ status: 422, code: 'too_many_columns' })
  expect(await who.json('GET', '/websets')).toEqual(before)
})
