import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import { useAllowed } from '../../api/use-session.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { money, monthName, plural } from '../../ui/format.ts'
import { Figure, Figures } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Budgets } from './budgets.tsx'
import { Ledger } from './ledger.tsx'
import { monthAfter } from './spend-days.ts'
import { SpendingCharts } from './spending-charts.tsx'
import { UncertainCalls } from './uncertain-calls.tsx'
import { thisMonth, useSpending } from './use-spending.ts'

export function SpendingSection() {
  const maySee = useAllowed('spending.read')
  return maySee === true ? <Spent /> : <p className="text-quiet">{maySee}</p>
}

function Spent() {
  const [search, setSearch] = useSearchParams()
  const now = thisMonth()
  const wanted = search.get('month') ?? now
  const month = /^\d{4}-(?:0[1-9]|1[0-2])$/.test(wanted) && wanted <= now ? wanted : now
  const runId = search.get('run')
  const query = useSpending(month)
  const { hash } = useLocation()
  const loaded = query.isSuccess
  // The part that a link names is on the page only once the month was read.
  useEffect(() => {
    if (loaded && hash) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [loaded, hash])
  const change = (changes: Record<string, string | null>) =>
    setSearch(
      (current) => {
        const next = new URLSearchParams(current)
        for (const [key, value] of Object.entries(changes)) {
          if (value) next.set(key, value)
          else next.delete(key)
        }
        return next
      },
      { replace: true },
    )
  const spending = query.data
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-4">
        <MonthPicker month={month} latest={now} onMonth={(next) => change({ month: next === now ? null : next })} />
        {query.isPending && <Skeleton className="h-64" />}
        {query.isError && (
          <ErrorState title="The spending could not be read" error={query.error} onRetry={() => void query.refetch()} />
        )}
        {spending && (
          <div className={cx('flex flex-col gap-6 transition-opacity', query.isPlaceholderData && 'opacity-50')}>
            <Figures>
              <Figure label="Spent" value={money(spending.totalMicros)} note={plural(spending.calls, 'call')} />
              <Figure
                label="Reserved for calls under way"
                value={money(spending.reservedMicros)}
                note="spent or freed within minutes"
              />
              <Figure
                label="Saved by reusing answers"
                value={money(spending.savedMicros)}
                note="what they would have cost"
              />
              <Figure
                label="Uncertain"
                value={money(spending.uncertain.micros)}
                note={
                  spending.uncertain.calls > 0
                    ? `${plural(spending.uncertain.calls, 'call')} to decide`
                    : 'nothing to decide'
                }
              />
            </Figures>
            <SpendingCharts spending={spending} onMonth={(next) => change({ month: next === now ? null : next })} />
          </div>
        )}
      </div>
      <UncertainCalls runId={runId} onAll={() => change({ run: null })} />
      <Budgets />
      <Ledger
        state={search.get('state') ?? ''}
        websetId={search.get('webset') ?? ''}
        websets={spending?.byWebset ?? []}
        onFilter={change}
      />
    </div>
  )
}

function MonthPicker({ month, latest, onMonth }: { month: string; latest: string; onMonth: (month: string) => void }) {
  return (
    <div className="flex items-center gap-1" role="group" aria-label="Month">
      <IconButton icon={ChevronLeft} label="The month before" onClick={() => onMonth(monthAfter(month, -1))} />
      <span className="min-w-32 text-center text-large font-semibold" aria-live="polite">
        {monthName(month)}
      </span>
      <IconButton
        icon={ChevronRight}
        label="The month after"
        disabled={month >= latest}
        onClick={() => onMonth(monthAfter(month, 1))}
      />
      <span className="ml-2 text-small text-quiet">Months and days are UTC. Practice runs are not counted.</span>
    </div>
  )
}
