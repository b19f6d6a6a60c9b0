import { describe, expect, it } from 'vitest'
import { crawlDelay, isAllowed } from './is-allowed.ts'
import { parseRobots } from './parse-robots.ts'

describe('parseRobots', () => {
  it('reads groups, delays and sitemaps', () => {
    const robots = parseRobots(
      '\uFEFFUser-agent: *\r\nCrawl-delay: 2.5\r\nDisallow: /private # not for you\r\rUser-agent: A\n' +
        'User-agent: B/1.0\nAllow: /\nSitemap: https://x.example/s.xml\n',
    )
    expect(robots).toEqual({
      groups: [
        { agents: ['*'], crawlDelay: 2.5, rules: [{ allow: false, pattern: '/private' }] },
        { agents: ['a', 'b'], crawlDelay: null, rules: [{ allow: true, pattern: '/' }] },
      ],
      sitemaps: ['https://x.example/s.xml'],
    })
  })

  it('survives a megabyte of stars', () => {
    const robots = parseRobots(`User-agent: *\nDisallow: /${'*a'.repeat(500_000)}$`)
    expect(isAllowed(robots, 'x', `https://x.example/${'a'.repeat(2000)}b`)).toBe(true)
  })
})

describe('isAllowed', () => {
  const robots = parseRobots(
    'User-agent: *\nDisallow: /\nCrawl-delay: 5\n\nUser-agent: enrichify\nDisallow: /*.pdf$\nDisallow: ' +
      '/shop/*/edit\nAllow: /shop/open/edit\n',
  )
  it.each([
    ['https://x.example/a.pdf', false],
    ['https://x.example/a.pdf?x', true],
    ['https://x.example/shop/1/edit/2', false],
    ['https://x.example/shop/open/edit', true],
    ['https://x.example/', true],
  ])('%s: %s', (url, expected) => expect(isAllowed(robots, 'Enrichify', url)).toBe(expected))
  it('falls back to the group for everyone', () => expect(isAllowed(robots, 'other', 'https://x.example/')).toBe(false))
  it('takes the delay of the group that applies', () => {
    expect(crawlDelay(robots, 'other')).toBe(5)
    expect(crawlDelay(robots, 'enrichify')).toBeNull()
  })
})
