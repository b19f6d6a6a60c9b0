import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OwnVisit } from './setup/visit.ts'

const MOST_KIB = 200
let visit: OwnVisit

beforeAll(async () => {
  visit = await OwnVisit.open({ pictures: 'first-page-' })
})
afterAll(() => visit?.close())

describe('the first page', () => {
  it.each([
    ['light', 'rgb(247, 245, 240)'],
    ['dark', 'rgb(21, 20, 18)'],
  ] as const)('shows name and logo in the %s theme before its scripts have come', async (colorScheme, paper) => {
    const context = await visit.browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    const scripts = Promise.withResolvers<void>()
    await page.route('**/assets/*.js', async (route) => {
      await scripts.promise
      await route.continue()
    })
    const scriptAsked = page.waitForRequest('**/assets/*.js')
    await page.goto(`${visit.address}/sign-in`, { waitUntil: 'commit' })
    await scriptAsked
    const name = page.getByText('Enrichify', { exact: true })
    await name.waitFor()
    await page.locator('#root svg').waitFor()
    const background = await page.locator('#root > *').evaluate((frame) => getComputedStyle(frame).backgroundColor)
    expect(background).toBe(paper)
    expect(await page.getByRole('button').count()).toBe(0)
    await visit.picture(`${colorScheme}-frame`, page)

    scripts.resolve()
    await page
      .getByRole('button', { name: 'Create account' })
      .or(page.getByRole('button', { name: 'Sign in' }))
      .waitFor()
    await visit.picture(`${colorScheme}-form`, page)
    await context.close()
  })

  it(`is less than ${MOST_KIB} KiB on the wire`, async () => {
    const context = await visit.browser.newContext()
    const page = await context.newPage()
    const sizes: Promise<number>[] = []
    page.on('requestfinished', (request) =>
      sizes.push(
        request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
      ),
    )
    await page.goto(`${visit.address}/sign-in`, { waitUntil: 'networkidle' })
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1024
    expect(total).toBeGreaterThan(50)
    expect(total).toBeLessThan(MOST_KIB)
    await context.close()
  })

  it('an address that is no screen has status 404 and says so to who is signed in', async () => {
    await visit.openSample()
    const answer = await visit.page.goto(`${visit.address}/nothing/here`)
    expect(answer?.status()).toBe(404)
    await visit.page.getByText('There is nothing here').waitFor()
  })
})
