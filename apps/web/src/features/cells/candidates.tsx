import type { CandidateJson } from '@enrichify/contracts'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { STATE_WORDS } from '../../sheet/cells/cell-words.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { plural } from '../../ui/format.ts'
import { displayText, valueText } from '../../words/value-text.ts'
import { candidateReason } from './cell-explanations.ts'
import { EvidenceView } from './evidence-view.tsx'

interface CandidatesProps {
  candidates: readonly CandidateJson[]
  current: unknown
  /** Its evidence is already shown above. */
  shown: CandidateJson | null
  readonly: boolean
  onTake: (candidate: CandidateJson) => void
}

/** The other values that were found, each with its own proof. A person may take one. */
export function Candidates({ candidates, current, shown, readonly, onTake }: CandidatesProps) {
  const [open, setOpen] = useState<CandidateJson | null>(null)
  const others = candidates.filter((candidate) => candidate !== shown)
  if (others.length === 0) return null
  return (
    <section aria-label="Other candidates">
      <h3 className="mb-1 font-semibold">{shown ? 'Also found' : 'Found on pages'}</h3>
      <ul className="divide-y divide-line">
        {others.map((candidate) => {
          const expanded = open === candidate
          return (
            <li key={`${valueText(candidate.value)}${candidate.evidence?.id ?? ''}`} className="py-1.5">
              <div className="flex items-center gap-2">
                <button
                  type="button"
                  aria-expanded={expanded}
                  disabled={!candidate.evidence}
                  onClick={() => setOpen(expanded ? null : candidate)}
                  className="flex min-w-0 flex-1 items-center gap-2 rounded-small py-1 text-left"
                >
                  <ChevronRight
                    className={cx(
                      'size-3.5 shrink-0 text-quiet transition-transform',
                      expanded && 'rotate-90',
                      !candidate.evidence && 'invisible',
                    )}
                    aria-hidden
                  />
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{displayText(candidate.value)}</span>
                    <span className="block truncate text-small text-quiet">
                      {STATE_WORDS[candidate.state]}, on {plural(candidate.pages, 'page')}
                      {candidate.reason && ` · ${candidateReason(candidate.reason)}`}
                    </span>
                  </span>
                </button>
                {!readonly && valueText(candidate.value) !== valueText(current) && (
                  <Button tone="quiet" onClick={() => onTake(candidate)}>
                    Take it
                  </Button>
                )}
              </div>
              {expanded && candidate.evidence && (
                <div className="mt-2 mb-2 ml-5">
                  <EvidenceView evidence={candidate.evidence} />
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
