import type { CandidateJson } from '@enrichify/contracts'
import { Split } from 'lucide-react'
import { useState } from 'react'
import { StoredPage } from '../../parts/stored-page.tsx'
import { STATE_WORDS } from '../../sheet/cells/cell-words.ts'
import { Button } from '../../ui/button.tsx'
import { ago, fullTime, plural } from '../../ui/format.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { displayText } from '../../words/value-text.ts'
import type { Judge } from './cell-verdict.tsx'
import { sourceWords } from './source-words.ts'

/** Sources that disagree, side by side. A person's choice also shows which of them to trust. */
export function CellConflict({
  candidates,
  judge,
  readonly,
}: {
  candidates: readonly CandidateJson[]
  judge: Judge
  readonly: boolean
}) {
  const [page, setPage] = useState<string | null>(null)
  const sources = candidates.filter(({ evidence }) => evidence !== null)
  const shown = sources.find(({ evidence }) => evidence?.id === page)?.evidence
  return (
    <section aria-label="Sources disagree" className="flex flex-col gap-2 rounded-base border border-line bg-paper p-3">
      <header>
        <h3 className="flex items-center gap-1.5 font-semibold text-warn">
          <Split className="size-4" aria-hidden />
          Sources disagree
        </h3>
        <p className="text-small text-muted">
          Each value is on a page. Choose the right one: your choice is saved, and shows which sources to trust.
        </p>
      </header>
      <ul className="grid grid-cols-2 gap-2">
        {sources.map((candidate, index) => (
          <li
            key={candidate.evidence?.id ?? index}
            className={sources.length % 2 === 1 && index === sources.length - 1 ? 'col-span-2' : ''}
          >
            <Source
              candidate={candidate}
              busy={judge.choosing !== null && judge.choosing === candidate.evidence?.id}
              readonly={readonly}
              isOpen={page === candidate.evidence?.id}
              onPage={() => setPage(page === candidate.evidence?.id ? null : (candidate.evidence?.id ?? null))}
              onChoose={() => candidate.evidence && void judge.choose(candidate.evidence.id)}
            />
          </li>
        ))}
      </ul>
      {shown && <StoredPage captureId={shown.captureId} quote={shown.quote} />}
    </section>
  )
}

function Source({
  candidate,
  busy,
  readonly,
  isOpen,
  onPage,
  onChoose,
}: {
  candidate: CandidateJson
  busy: boolean
  readonly: boolean
  isOpen: boolean
  onPage: () => void
  onChoose: () => void
}) {
  const { evidence } = candidate
  if (!evidence) return null
  return (
    <article className="flex h-full flex-col gap-1.5 rounded-base border border-line bg-raised p-2.5">
      <p className="flex items-start gap-1.5">
        <span className="mt-0.5">
          <StateMark state={candidate.state} />
        </span>
        <span className="min-w-0 font-medium break-words">
          {displayText(candidate.value)}
          <span className="sr-only">, {STATE_WORDS[candidate.state]}</span>
        </span>
      </p>
      <p
        className="line-clamp-4 border-l-2 border-quote-line pl-2 text-small break-words text-muted"
        title={evidence.quote}
      >
        {evidence.quote}
      </p>
      <p className="min-w-0 text-small text-quiet">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onPage}
          className="block max-w-full truncate text-accent underline underline-offset-2"
        >
          {evidence.url.replace(/^https?:\/\/(?:www\.)?/, '')}
        </button>
        {sourceWords(candidate.source)} · {plural(candidate.pages, 'page')} ·{' '}
        <time dateTime={evidence.fetchedAt} title={fullTime(evidence.fetchedAt)}>
          {ago(evidence.fetchedAt)}
        </time>
      </p>
      {!readonly && (
        <Button className="mt-auto" busy={busy} onClick={onChoose}>
          Choose
        </Button>
      )}
    </article>
  )
}
