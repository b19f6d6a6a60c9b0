import { DATA_FACTS } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PROVIDER_KINDS } from './define-provider.ts'
import { practiceProvider } from './llm/practice.ts'
import { findProvider, PROVIDERS } from './registry.ts'

const DATE = /^20\d\d-\d\d-\d\d$/

it('ids are unique, and each is found', () => {
  const ids = [...PROVIDERS, practiceProvider].map((provider) => provider.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(findProvider(id)?.id).toBe(id)
})

describe.each([...PROVIDERS, practiceProvider].map((provider) => [provider.id, provider] as const))(
  '%s',
  (_id, provider) => {
    it('has words for the settings screen and says how it was checked', () => {
      expect(provider.id).toMatch(/^[a-z][a-z0-9-]*$/)
      expect(PROVIDER_KINDS).toContain(provider.kind)
      expect(provider.label.length).toBeGreaterThan(2)
      expect(provider.summary).toMatch(/\.$/)
      expect(provider.homepage).toMatch(/^https:/)
      expect(['recorded', 'contract', 'unverified']).toContain(provider.provenance.label)
      expect(provider.provenance.checked.length).toBeGreaterThan(5)
      if (provider.key === 'required') expect(provider.keyPage).toMatch(/^https:/)
    })
    it('has a flat form whose fields explain themselves and have defaults wherever a person need not know', () => {
      const { properties = {} } = z.toJSONSchema(provider.settings, { io: 'input' }) as {
        properties?: Record<string, { type?: string; enum?: unknown[]; title?: string; description?: string }>
      }
      for (const field of Object.values(properties)) {
        expect(field.title?.length).toBeGreaterThan(2)
        expect(field.description?.length).toBeGreaterThan(5)
        expect(field.enum ? 'string' : field.type).toMatch(/^(?:string|number|integer|boolean)$/)
      }
      if (provider.id !== practiceProvider.id) expect(Object.keys(properties)).toContain('baseUrl')
    })
    it('dates every price and names its source', () => {
      const prices =
        provider.kind === 'llm' ? provider.models.map((model) => model.price) : provider.price ? [provider.price] : []
      for (const { asOf, source } of prices) {
        expect(asOf).toMatch(DATE)
        expect(source).toMatch(/^https:/)
      }
      if (provider.kind === 'data') for (const fact of provider.answers) expect(DATA_FACTS).toContain(fact)
    })
    it('keeps to limits', () => {
      expect(provider.limits.requestsPerMinute).toBeGreaterThan(0)
      expect(provider.limits.concurrency).toBeGreaterThan(0)
    })
  },
)
