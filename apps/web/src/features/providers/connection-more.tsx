import type { ProviderJson } from '@enrichify/contracts'
import { TextField } from '../../ui/field.tsx'
import { FoldSummary } from '../../ui/fold-summary.tsx'
import { isUnlisted, type ConnectionDraft } from './connection-draft.ts'
import { OwnPrices } from './own-prices.tsx'
import { ResendPolicy } from './resend-policy.tsx'

/** What most people never change: the name, the limits, own prices, and what happens when an answer is lost. */
export function ConnectionMore({
  provider,
  draft,
  problems,
  onDraft,
}: {
  provider: ProviderJson
  draft: ConnectionDraft
  problems: Record<string, string>
  onDraft: (draft: ConnectionDraft) => void
}) {
  const limit = (name: keyof ConnectionDraft['limits'], value: string) =>
    onDraft({ ...draft, limits: { ...draft.limits, [name]: value } })
  const wrong = [
    'label',
    'requestsPerMinute',
    'tokensPerMinute',
    'concurrency',
    ...(isUnlisted(provider, draft) ? [] : ['prices']),
  ].some((name) => problems[name])
  return (
    <details open={wrong || undefined} className="border-t border-line pt-3">
      <FoldSummary className="font-medium text-muted hover:text-ink">Name, limits, prices and lost answers</FoldSummary>
      <div className="mt-3 flex flex-col gap-4">
        <TextField
          label="Name in the lists"
          maxLength={100}
          value={draft.label}
          error={problems.label ?? null}
          onChange={(event) => onDraft({ ...draft, label: event.target.value })}
        />
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
          <TextField
            label="Requests per minute"
            inputMode="numeric"
            value={draft.limits.requestsPerMinute}
            error={problems.requestsPerMinute ?? null}
            onChange={(event) => limit('requestsPerMinute', event.target.value)}
          />
          <TextField
            label="Tokens per minute"
            inputMode="numeric"
            placeholder="no limit"
            value={draft.limits.tokensPerMinute}
            error={problems.tokensPerMinute ?? null}
            onChange={(event) => limit('tokensPerMinute', event.target.value)}
          />
          <TextField
            label="Calls at once"
            inputMode="numeric"
            value={draft.limits.concurrency}
            error={problems.concurrency ?? null}
            onChange={(event) => limit('concurrency', event.target.value)}
          />
          <p className="text-small text-quiet sm:col-span-3">
            Set them to what your account at the service allows; runs then wait instead of failing.
          </p>
        </div>
        {!isUnlisted(provider, draft) && (
          <OwnPrices
            provider={provider}
            draft={draft}
            error={problems.prices ?? null}
            onPrices={(prices) => onDraft({ ...draft, prices })}
          />
        )}
        <ResendPolicy provider={provider} value={draft.resend} onValue={(resend) => onDraft({ ...draft, resend })} />
      </div>
    </details>
  )
}
