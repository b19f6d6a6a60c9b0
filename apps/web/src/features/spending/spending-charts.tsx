import type { Spending } from '@enrichify/contracts'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { useProviders } from '../../api/use-models.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { money, monthName, plural } from '../../ui/format.ts'
import { LINK } from '../../ui/link.ts'
import { ShareBars } from './share-bars.tsx'
import { spendingChart } from './spend-days.ts'

export function SpendingCharts({ spending, onMonth }: { spending: Spending; onMonth: (month: string) => void }) {
  const catalogue = useProviders().data?.providers
  const { series, bars } = useMemo(
    () => spendingChart(spending, (id) => catalogue?.find((provider) => provider.id === id)?.label ?? id),
    [spending, catalogue],
  )
  if (spending.calls === 0 && spending.byMonth.length <= 1) {
    return (
      <p className="rounded-base border border-line bg-surface px-4 py-6 text-center text-muted">
        Nothing was spent in {monthName(spending.month)}. Ready facts are free; a question that a model answers shows
        its price before it runs.
      </p>
    )
  }
  const noted = (calls: number, savedMicros: number) =>
    `${plural(calls, 'call')}${savedMicros > 0 ? `, ${money(savedMicros)} saved` : ''}`
  return (
    <>
      <BarChart
        label="Spent by day"
        per="Day"
        series={series.length > 0 ? series : [{ id: 'none', label: 'nothing spent' }]}
        bars={bars}
        show={money}
      />
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-3">
        <ShareBars
          title="By service"
          items={spending.byProvider.map(({ connectionLabel, providerId, micros, calls, savedMicros }) => ({
            key: `${providerId} ${connectionLabel}`,
            name: connectionLabel,
            micros,
            note: noted(calls, savedMicros),
          }))}
        />
        <ShareBars
          title="By webset"
          items={spending.byWebset.map(({ websetId, websetName, micros, calls, savedMicros }) => ({
            key: websetId ?? websetName,
            name: websetId ? (
              <Link to={`/websets/${websetId}`} className="hover:underline">
                {websetName}
              </Link>
            ) : (
              websetName
            ),
            micros,
            note: noted(calls, savedMicros),
          }))}
        />
        <ShareBars
          title="By month"
          items={spending.byMonth.map(({ month, micros, calls }) => ({
            key: month,
            name:
              month === spending.month ? (
                <span className="font-medium">{monthName(month)}</span>
              ) : (
                <button type="button" onClick={() => onMonth(month)} className={LINK}>
                  {monthName(month)}
                </button>
              ),
            micros,
            note: plural(calls, 'call'),
          }))}
        />
      </div>
    </>
  )
}
