import type { ProviderJson } from '@enrichify/contracts'
import { Search } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { byKind, KIND_WORDS } from './fallback-order.ts'
import { findProviders } from './find-providers.ts'
import { ProvenanceBadge } from './provenance-badge.tsx'
import { providerPriceWords } from './provider-words.ts'

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (!step) return
  event.preventDefault()
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input,[data-pick]')]
  stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement as HTMLElement) + step))]?.focus()
}

/** Everything that can be connected. Old services come last in their kind and are marked. */
export function ProviderPick({
  providers,
  onPick,
}: {
  providers: readonly ProviderJson[]
  onPick: (provider: ProviderJson) => void
}) {
  const [query, setQuery] = useState('')
  const found = findProviders(providers, query)
  const groups = byKind(found, (a, b) => Number(a.legacy !== null) - Number(b.legacy !== null))
  const only = groups[0]?.items[0]
  return (
    <div onKeyDown={moveFocus} className="flex flex-col gap-4">
      <div className="relative">
        <Search
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-quiet"
          aria-hidden
        />
        <input
          autoFocus
          type="search"
          aria-label="Find a service"
          placeholder={`Find one of ${providers.length} services, or what it answers`}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !only) return
            // Otherwise the same key press would send the form that replaces this list.
            event.preventDefault()
            onPick(only)
          }}
          className="h-control-large w-full rounded-base border border-line-strong bg-raised pr-2.5 pl-8"
        />
      </div>
      {found.length === 0 && <p className="py-6 text-center text-muted">No service matches these words.</p>}
      {groups.map(({ kind, items }) => (
        <section key={kind} aria-label={KIND_WORDS[kind].title}>
          <h3 className="mb-0.5 text-small text-quiet">
            <span className="font-medium text-ink">{KIND_WORDS[kind].title}</span> · {KIND_WORDS[kind].hint}
          </h3>
          <ul className="-mx-2">
            {items.map((provider) => (
              <li key={provider.id} className="relative rounded-base focus-within:bg-hover hover:bg-hover">
                <button
                  type="button"
                  data-pick
                  onClick={() => onPick(provider)}
                  className="flex w-full flex-col px-2 py-1.5 text-left"
                >
                  <span className="flex w-full flex-wrap items-center gap-x-2 pr-24">
                    <span className="font-medium">{provider.label}</span>
                    {provider.legacy && <Badge tone="warn">legacy</Badge>}
                    <span className="text-small text-quiet">
                      {providerPriceWords(provider)}
                      {provider.key === 'none' && ', no key'}
                    </span>
                  </span>
                  <span className="text-small text-muted">{provider.legacy ?? provider.summary}</span>
                </button>
                <span className="absolute top-1.5 right-2">
                  <ProvenanceBadge provenance={provider.provenance} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
