import type { Connection, ProviderJson } from '@enrichify/contracts'
import { ago, money, timeOfDay } from '../../ui/format.ts'

export const PROVENANCE_WORDS = {
  recorded: 'checked',
  contract: 'from its documentation',
  unverified: 'not checked',
} satisfies Record<ProviderJson['provenance']['label'], string>

const PROVENANCE_MEANING = {
  recorded: 'Checked against answers that the service really sent.',
  contract: 'Checked against the service’s published contract, not against real answers.',
  unverified: 'Not checked against the service yet.',
} satisfies Record<ProviderJson['provenance']['label'], string>

export function provenanceText({ label, checked, unchecked }: ProviderJson['provenance']): string {
  return [PROVENANCE_MEANING[label], checked, unchecked && `Not checked: ${unchecked}`].filter(Boolean).join(' ')
}

/** What a service costs, in a few words, for the list of what can be connected. */
export function providerPriceWords(provider: ProviderJson): string {
  if (provider.kind === 'llm') {
    const [cheapest] = [...provider.models].sort(
      (a, b) => a.price.inputMicrosPerMillion - b.price.inputMicrosPerMillion,
    )
    if (!cheapest) return 'you set the price'
    return cheapest.price.inputMicrosPerMillion === 0
      ? 'free'
      : `from ${money(cheapest.price.inputMicrosPerMillion)} per million tokens`
  }
  if (!provider.price) return 'you set the price'
  return provider.price.microsPerCall === 0 ? 'free' : `${money(provider.price.microsPerCall)} per call`
}

/** When and where the list price was read. */
export function priceSource(provider: ProviderJson): { asOf: string; source: string } | null {
  const price = provider.kind === 'llm' ? provider.models[0]?.price : provider.price
  return price?.source ? { asOf: price.asOf, source: price.source } : null
}

export interface HealthWords {
  text: string
  tone: 'ok' | 'warn' | 'danger' | 'quiet'
}

export function healthWords({ enabled, health, test }: Pick<Connection, 'enabled' | 'health' | 'test'>): HealthWords {
  const because = health.message ? `: ${health.message}` : '.'
  if (!enabled) return { text: 'Switched off. Nothing is sent to it.', tone: 'quiet' }
  switch (health.state) {
    case 'ok':
      return test === null ? { text: 'Not tested yet.', tone: 'quiet' } : { text: 'Works.', tone: 'ok' }
    case 'degraded':
      return { text: `Failed lately${because}`, tone: 'warn' }
    case 'open':
      return {
        text: `Not asked${health.until ? ` until ${timeOfDay(health.until)}` : ' for a while'}${because}`,
        tone: 'warn',
      }
    case 'blocked':
      return { text: `Needs your attention${because}`, tone: 'danger' }
  }
}

export function testWords(test: NonNullable<Connection['test']>, now?: number): string {
  return `Tested ${ago(test.at, now)}: ${test.message}`
}
