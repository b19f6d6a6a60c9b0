import type { Webset } from '@enrichify/contracts'
import { factOf } from '@enrichify/domain'
import { MessageSquareText } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { EmptyState } from '../../ui/empty-state.tsx'

/** Questions about this sheet; the first ones need no model. */
function examplesFor({ columns }: Webset): string[] {
  const column =
    columns.find(({ enrichment, kind }) => enrichment && (kind === 'phone' || kind === 'email')) ??
    columns.find(({ enrichment }) => enrichment) ??
    columns[0]
  const group = columns.find(
    ({ enrichment, kind }) => kind === 'choice' || ['city', 'country', 'region'].includes(factOf(enrichment) ?? ''),
  )
  return [
    ...(column ? [`How many rows have no ${column.name}?`] : ['How many rows are there?']),
    ...(group ? [`Count rows by ${group.name}`] : []),
    ...(column
      ? [`Where does the ${column.name} in row 1 come from?`, `Run the rows without ${column.name} again`]
      : []),
    'Add a column that says whether they are family-owned',
  ]
}

export function ChatExamples({ webset, onAsk }: { webset: Webset; onAsk: (question: string) => void }) {
  return (
    <EmptyState
      icon={MessageSquareText}
      title="Ask about this sheet"
      actions={
        <div className="flex w-full flex-col gap-1.5 text-left">
          {examplesFor(webset).map((example) => (
            <button
              key={example}
              type="button"
              onClick={() => onAsk(example)}
              className={cx(
                'rounded-base border border-line bg-raised px-3 py-2',
                'text-left hover:border-line-strong hover:bg-hover',
              )}
            >
              {example}
            </button>
          ))}
        </div>
      }
    >
      It reads rows, stored pages and the proof behind each cell. It changes nothing by itself: it shows changes with
      their price, and you apply them.
    </EmptyState>
  )
}
