import type { ChangeJson } from '@enrichify/contracts'
import { isEmptied } from '@enrichify/domain'
import { ArrowRight, Cog, KeyRound, Play, User } from 'lucide-react'
import { EMPTIED_WORDS, EMPTY_WORDS, STATE_WORDS } from '../../sheet/cells/cell-words.ts'
import { FoldSummary } from '../../ui/fold-summary.tsx'
import { ago, fullTime } from '../../ui/format.ts'
import { displayText } from '../../words/value-text.ts'

const ACTOR_ICONS = { person: User, token: KeyRound, run: Play, system: Cog } as const
const FIRST = 5

export function CellHistory({ history }: { history: readonly ChangeJson[] }) {
  if (history.length === 0) return null
  return (
    <details open={history.length <= FIRST}>
      <FoldSummary className="font-semibold">History ({history.length})</FoldSummary>
      <ol className="mt-1.5 flex flex-col gap-2.5">
        {history.map((change) => {
          const Icon = ACTOR_ICONS[change.actor.kind]
          return (
            <li key={change.id} className="flex gap-2.5">
              <Icon className="mt-0.5 size-3.5 shrink-0 text-quiet" aria-label={change.actor.kind} />
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-x-1.5">
                  <span className="max-w-full truncate text-quiet line-through">
                    {displayText(change.before) || 'empty'}
                  </span>
                  <ArrowRight className="size-3 shrink-0 text-quiet" aria-label="became" />
                  <span className="max-w-full truncate">
                    {displayText(change.after) || (change.empty ? EMPTY_WORDS[change.empty] : 'empty')}
                  </span>
                </p>
                <p className="text-small text-quiet">
                  {change.actor.name},{' '}
                  <time dateTime={change.at} title={fullTime(change.at)}>
                    {ago(change.at)}
                  </time>
                  {afterWords(change)}
                </p>
              </div>
            </li>
          )
        })}
      </ol>
    </details>
  )
}

/** What the change made of the cell, where that is more than empty. */
function afterWords({ after, afterState }: ChangeJson): string {
  if (!afterState || afterState === 'empty') return ''
  return ` · ${isEmptied(afterState, after) ? EMPTIED_WORDS : STATE_WORDS[afterState]}`
}
