import type { FactKind } from '@enrichify/domain'
import type { ProviderKind } from './define-provider.ts'
import { websiteProvider } from './reader/website.ts'

/** Every provider there is: one file each, one line here. The conformance suite runs over this list. */
export const PROVIDERS = [websiteProvider] as const

export interface ProviderSummary {
  id: string
  kind: ProviderKind
  label: string
  summary: string
  answers: FactKind[]
  needsKey: boolean
  priceMicrosPerCall: number
}

export function listProviders(): ProviderSummary[] {
  return PROVIDERS.map(({ id, kind, label, summary, answers, needsKey, priceMicrosPerCall }) => ({ id, kind, label, summary, answers: [...answers], needsKey, priceMicrosPerCall: priceMicrosPerCall ?? 0 }))
}
