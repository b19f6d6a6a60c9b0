import type { RunReport } from '@enrichify/contracts'
import { ArrowRight } from 'lucide-react'
import { Link } from 'react-router'
import { Badge } from '../../ui/badge.tsx'
import { count, percent } from '../../ui/format.ts'
import { Figure, Figures, Section } from '../../ui/section.tsx'
import { displayText } from '../../words/value-text.ts'

type RefreshReport = NonNullable<RunReport['refresh']>
type Outcome = RefreshReport['cells'][number]['outcome']

const OUTCOMES = {
  contradicted: { name: 'Contradicted', says: 'the page says something else now', tone: 'danger' },
  moved: { name: 'Moved', says: 'the quote is elsewhere on the page', tone: 'plain' },
  unreachable: { name: 'Not reachable', says: 'the page could not be read', tone: 'warn' },
  unchanged: { name: 'Unchanged', says: 'the quote is still there', tone: 'accent' },
} as const satisfies Record<Outcome, { name: string; says: string; tone: string }>
const ORDER = ['unchanged', 'moved', 'contradicted', 'unreachable'] as const

/** What a refresh found of the quotes that it looked for. */
export function RunRefresh({ report: { refresh, run, columns } }: { report: RunReport }) {
  if (!refresh) return null
  const all = ORDER.reduce((sum, outcome) => sum + refresh[outcome], 0)
  const changed = refresh.cells.filter(({ outcome }) => outcome !== 'unchanged')
  return (
    <Section
      title="What became of the quotes"
      hint={all > 0 ? `${count.format(all)} looked for` : 'None of these cells had a quote to look for.'}
    >
      <Figures>
        {ORDER.map((outcome) => (
          <Figure
            key={outcome}
            label={OUTCOMES[outcome].name}
            value={count.format(refresh[outcome])}
            note={
              refresh[outcome] > 0
                ? `${percent(refresh[outcome] / all)} · ${OUTCOMES[outcome].says}`
                : OUTCOMES[outcome].says
            }
          />
        ))}
      </Figures>
      {changed.length > 0 && (
        <ul className="divide-y divide-line rounded-base border border-line bg-surface">
          {changed.map((cell) => (
            <Changed
              key={`${cell.rowId}.${cell.columnId}`}
              cell={cell}
              column={columns.find(({ columnId }) => columnId === cell.columnId)?.name ?? 'a deleted column'}
              to={`/websets/${run.websetId}?cell=${cell.rowId}.${cell.columnId}`}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Changed({ cell, column, to }: { cell: RefreshReport['cells'][number]; column: string; to: string }) {
  const { outcome, before, after, quote, url, rowLabel } = cell
  return (
    <li className="flex flex-col gap-1 px-3.5 py-2.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].name}</Badge>
        <Link to={to} className="min-w-0 truncate font-medium underline-offset-2 hover:underline">
          {rowLabel} · {column}
        </Link>
      </p>
      <p className="flex flex-wrap items-center gap-x-1.5">
        <span
          className={outcome === 'contradicted' ? 'max-w-full truncate text-quiet line-through' : 'max-w-full truncate'}
        >
          {displayText(before) || 'empty'}
        </span>
        {outcome === 'contradicted' && (
          <>
            <ArrowRight className="size-3 shrink-0 text-quiet" aria-label="became" />
            <span className="max-w-full truncate">{displayText(after) || 'empty'}</span>
          </>
        )}
      </p>
      {quote && (
        <p className="line-clamp-2 border-l-2 border-quote-line pl-2 text-small break-words text-muted" title={quote}>
          {quote}
        </p>
      )}
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        className="truncate text-small text-accent underline underline-offset-2"
      >
        {url.replace(/^https?:\/\/(?:www\.)?/, '')}
      </a>
    </li>
  )
}
