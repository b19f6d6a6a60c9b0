import { expect, it } from 'vitest'
import { findRedisDangers } from './redis-safety.ts'

it('a Redis with an append-only file and no eviction is safe', () => {
  expect(findRedisDangers({ appendonly: 'yes', maxmemoryPolicy: 'noeviction', maxmemory: '100' })).toEqual([])
})
it('names both dangers', () => {
  expect(findRedisDangers({ appendonly: 'no', maxmemoryPolicy: 'allkeys-lru', maxmemory: '100' })).toHaveLength(2)
})
it('an eviction policy without a memory limit never evicts', () => {
  expect(findRedisDangers({ appendonly: 'yes', maxmemoryPolicy: 'allkeys-lru', maxmemory: '0' })).toEqual([])
})
