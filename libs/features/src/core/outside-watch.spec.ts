import { ProviderFailure } from '@enrichify/domain'
import { createLogger, createMetrics } from '@enrichify/platform'
import { expect, it, vi } from 'vitest'
import { OutsideWatch } from './outside-watch.ts'

it('counts each call and each page by how it ended, and logs those that failed', async () => {
  const [metrics, log] = [createMetrics(), createLogger('test', 'silent')]
  const [warn, info] = [vi.spyOn(log, 'warn'), vi.spyOn(log, 'info')]
  const watch = new OutsideWatch(metrics, log)
  watch.called('openai', null)
  watch.called('openai', new ProviderFailure('rate_limited', 'Too many.', { charge: 'no' }))
  watch.asked('acme.example', null)
  watch.asked('acme.example', 'timed_out')
  const text = await metrics.registry.metrics()
  expect(text).toContain('enrichify_provider_calls_total{provider="openai",outcome="answered"} 1')
  expect(text).toContain('enrichify_provider_calls_total{provider="openai",outcome="rate_limited"} 1')
  expect(text).toContain('enrichify_page_fetches_total{outcome="read"} 1')
  expect(text).toContain('enrichify_page_fetches_total{outcome="timed_out"} 1')
  expect([warn.mock.calls.length, info.mock.calls.length]).toEqual([1, 1])
})
