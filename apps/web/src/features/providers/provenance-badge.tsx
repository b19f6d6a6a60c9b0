import type { ProviderJson } from '@enrichify/contracts'
import { cx } from '../../ui/cx.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { PROVENANCE_WORDS, provenanceText } from './provider-words.ts'

/** How far our code for a service has been checked. Hover and focus show what was tried and what was not. */
export function ProvenanceBadge({ provenance }: { provenance: ProviderJson['provenance'] }) {
  return (
    <Tooltip text={provenanceText(provenance)}>
      <button
        type="button"
        className={cx(
          'cursor-help rounded-small text-tiny underline decoration-dotted underline-offset-2',
          provenance.label === 'unverified' ? 'text-warn' : 'text-quiet',
        )}
      >
        {PROVENANCE_WORDS[provenance.label]}
      </button>
    </Tooltip>
  )
}
