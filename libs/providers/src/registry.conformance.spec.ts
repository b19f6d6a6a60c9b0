import { FACT_KINDS } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { PROVIDER_KINDS } from './define-provider.ts'
import { PROVIDERS } from './registry.ts'

it('ids are unique', () => {
  const ids = PROVIDERS.map((provider) => provider.id)
  expect(new Set(ids).size).toBe(ids.length)
})

describe.each(PROVIDERS.map((provider) => [provider.id, provider] as const))('%s', (_id, provider) => {
  it('has an id, a kind and words for the settings screen', () => {
    expect(provider.id).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(PROVIDER_KINDS).toContain(provider.kind)
    expect(provider.label.length).toBeGreaterThan(2)
    expect(provider.summary).toMatch(/\.$/)
  })
  it('answers known facts and has a known price', () => {
    for (const fact of provider.answers) expect(FACT_KINDS).toContain(fact)
    expect(provider.priceMicrosPerCall).not.toBeNull()
  })
  it('has settings with defaults when it needs no key', () => {
    if (!provider.needsKey) expect(provider.settings.safeParse({}).success).toBe(true)
  })
  it('calls only what it is given', async () => {
    const asked: unknown[] = []
    const request = { site: { url: 'https://example.com', entity: { url: 'https://example.com' } }, maxPages: 3 }
    const answer = await provider.call(request, { readSite: async (given) => (asked.push(given), 'reading') })
    expect(answer).toBe('reading')
    expect(asked).toEqual([request])
  })
})
