import { describe, expect, it } from 'vitest'
import { charsetOfMarkup } from './charset-label.ts'
import { metaRefreshTarget } from './meta-refresh.ts'
import { backoffMs, retryAfterMs } from './retry-delay.ts'

describe('metaRefreshTarget', () => {
  it.each([
    ['<meta http-equiv="refresh" content="0; url=/home">', '/home'],
    [`<META HTTP-EQUIV=Refresh CONTENT='1;URL="https://a.example/?a=1&amp;b=2"'>`, 'https://a.example/?a=1&b=2'],
    ['<meta content="0;URL=x.html" http-equiv=refresh>', 'x.html'],
    ['<meta http-equiv="refresh" content="300; url=/self">', null],
    ['<meta http-equiv="refresh" content="5">', null],
    ['<!-- <meta http-equiv="refresh" content="0; url=/x"> -->', null],
    ['<noscript><meta http-equiv="refresh" content="0; url=/no"></noscript>', null],
    ['', null],
  ])('%s', (html, target) => expect(metaRefreshTarget(html)).toBe(target))

  it('is not slowed down by a page made for that', () => {
    const before = process.cpuUsage()
    metaRefreshTarget(`<meta ${'http-equiv="refresh" '.repeat(100_000)}`)
    metaRefreshTarget('<!--'.repeat(100_000))
    charsetOfMarkup('<meta '.repeat(100_000))
    charsetOfMarkup(`<?xml ${'encoding '.repeat(2_000)}`)
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000)
  })
})

describe('retryAfterMs', () => {
  it.each([
    ['120', 120_000],
    ['-5', 0],
    ['Fri, 21 Nov 2025 10:00:30 GMT', 30_000],
    ['Fri, 21 Nov 2024 10:00:30 GMT', 0],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%s', (header, ms) => expect(retryAfterMs(header, Date.UTC(2025, 10, 21, 10))).toBe(ms))
})

describe('backoffMs', () => {
  it('doubles up to its cap and spreads over all of it', () => {
    const limits = { retryBaseMs: 500, retryCapMs: 3_000 }
    expect([1, 2, 3, 4, 9].map((attempt) => backoffMs(attempt, () => 1, limits))).toEqual([
      500, 1_000, 2_000, 3_000, 3_000,
    ])
    expect(backoffMs(3, () => 0, limits)).toBe(0)
  })
})
