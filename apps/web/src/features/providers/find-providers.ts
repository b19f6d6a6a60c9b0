import type { ProviderJson } from '@enrichify/contracts'
import { KIND_WORDS } from './fallback-order.ts'

/** All words of the query, in any order, in name, summary, kind or what the service answers. */
export function findProviders(providers: readonly ProviderJson[], query: string): ProviderJson[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return providers.filter((provider) => {
    const text = [
      provider.label,
      provider.summary,
      provider.id,
      KIND_WORDS[provider.kind].title,
      ...provider.answers,
      ...provider.models.map(({ label }) => label),
    ]
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
