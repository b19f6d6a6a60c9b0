import { expect, it } from 'vitest'
import { TokenBucket, TokenBuckets } from './token-bucket.ts'

it('lets a burst pass, then so many a second, and never saves up more than a burst', () => {
  let now = 0
  const bucket = new TokenBucket(3, 2, () => now)
  const takeAll = () => Array.from({ length: 10 }, () => bucket.take()).filter(Boolean).length
  expect(takeAll()).toBe(3)
  now = 499
  expect(takeAll()).toBe(0)
  now = 500
  expect(takeAll()).toBe(1)
  now = 1_000_000
  expect(takeAll()).toBe(3)
})

it('counts each key by itself, and forgets those that would be full again', () => {
  let now = 0
  const buckets = new TokenBuckets(1, 1, () => now)
  expect([buckets.take('a'), buckets.take('a'), buckets.take('b')]).toEqual([true, false, true])
  for (let key = 0; key < 9_998; key++) buckets.take(String(key))
  expect(buckets.size).toBe(10_000)
  now = 1000
  expect(buckets.take('a')).toBe(true)
  buckets.take('one more')
  expect(buckets.size).toBe(2)
})
