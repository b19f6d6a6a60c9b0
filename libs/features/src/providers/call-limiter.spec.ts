import { ProviderFailure } from '@enrichify/domain'
import type { RateLimits } from '@enrichify/platform'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CallLimiter } from './call-limiter.ts'
import { hostCandidate } from './host-calls.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Slots as the shared store gives them, one after the other. */
function slots(): RateLimits {
  let next = 0
  return {
    nextSlot: async (_key: string, gapMs: number) => {
      const at = Math.max(next, Date.now())
      next = at + gapMs
      return at - Date.now()
    },
  } as RateLimits
}
const request = { verb: 'POST', url: 'http://a.example/', headers: {}, body: '', resend: 'never', secrets: [] } as const

it('a call that waits for its slot when the host asks to come later, comes later', async () => {
  const limiter = new CallLimiter(slots())
  const candidate = hostCandidate('w', request)
  const began = Date.now()
  const entered: number[] = []
  for (let call = 0; call < 4; call++)
    void limiter.enter(candidate, 0, new AbortController().signal).then(() => entered.push(Date.now() - began))
  await vi.advanceTimersByTimeAsync(60)
  expect(entered).toEqual([0, 50])
  const retryAt = Date.now() + 3000
  await limiter.failed(candidate, new ProviderFailure('rate_limited', 'Later.', { charge: 'no', retryAt }))
  await vi.advanceTimersByTimeAsync(2900)
  expect(entered).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1000)
  expect(entered).toHaveLength(4)
})
