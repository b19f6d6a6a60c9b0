import type { CellDetail } from '@enrichify/contracts'
import { FoldSummary } from '../../ui/fold-summary.tsx'
import { outcomeWords } from './cell-explanations.ts'

export function PagesTried({ pages }: { pages: CellDetail['pages'] }) {
  if (pages.length === 0) return null
  return (
    <details>
      <FoldSummary className="font-semibold">Pages tried ({pages.length})</FoldSummary>
      <ul className="mt-1.5 flex flex-col gap-1">
        {pages.map((page) => (
          <li key={page.url} className="flex items-baseline gap-3 text-small">
            <a
              href={page.url}
              target="_blank"
              rel="noopener noreferrer"
              title={page.url}
              className="min-w-0 flex-1 truncate text-accent underline underline-offset-2"
            >
              {page.url.replace(/^https?:\/\/(?:www\.)?/, '')}
            </a>
            <span className="shrink-0 text-quiet">{outcomeWords(page.outcome)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
