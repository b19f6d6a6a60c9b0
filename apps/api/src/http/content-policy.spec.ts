import { expect, it } from 'vitest'
import { contentPolicy } from './content-policy.ts'

it('allows scripts of our own origin, and of the one that the client was built for', () => {
  expect(contentPolicy({ ASSETS_BASE: '/', PUBLIC_URL: undefined })['script-src']).toEqual(["'self'"])
  expect(contentPolicy({ ASSETS_BASE: '/enrichify/', PUBLIC_URL: undefined })['script-src']).toEqual(["'self'"])
  const byCdn = contentPolicy({ ASSETS_BASE: 'https://cdn.example/enrichify/', PUBLIC_URL: undefined })
  for (const kind of ['script-src', 'style-src', 'font-src', 'img-src'])
    expect(byCdn[kind], kind).toContain('https://cdn.example')
  expect(byCdn['connect-src']).toEqual(["'self'"])
  expect(byCdn['script-src']).not.toContain("'unsafe-inline'")
})
