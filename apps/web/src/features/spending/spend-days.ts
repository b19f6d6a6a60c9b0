import type { Spending } from '@enrichify/contracts'
import type { Bar, Series } from '../../ui/chart-data.ts'
import { dayName } from '../../ui/format.ts'

const MOST_SERIES = 5
const OTHER = 'other'

/** Every day of a month, `2026-11-01` and on; months are UTC. */
export function daysOf(month: string): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return Array.from({ length: days }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
}

/** `2026-01` and -1 → `2025-12`. */
export function monthAfter(month: string, step: -1 | 1): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + step, 1)).toISOString().slice(0, 7)
}

/** A month as bars: the most expensive providers have a colour each, the others share the last one. */
export function spendingChart(
  spending: Pick<Spending, 'month' | 'byDay'>,
  nameOf: (providerId: string) => string,
): { series: Series[]; bars: Bar[] } {
  const totals = new Map<string, number>()
  for (const { providerId, micros } of spending.byDay) totals.set(providerId, (totals.get(providerId) ?? 0) + micros)
  const ranked = [...totals]
    .filter(([, micros]) => micros > 0)
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([id]) => id)
  const own = new Set(ranked.length > MOST_SERIES + 1 ? ranked.slice(0, MOST_SERIES) : ranked)
  const series = [...own].map((id) => ({ id, label: nameOf(id) }))
  if (own.size < ranked.length) series.push({ id: OTHER, label: `${ranked.length - own.size} others` })
  const bars = daysOf(spending.month).map((day): Bar => {
    const parts: Record<string, number> = {}
    for (const share of spending.byDay) {
      if (share.day !== day || share.micros === 0) continue
      const id = own.has(share.providerId) ? share.providerId : OTHER
      parts[id] = (parts[id] ?? 0) + share.micros
    }
    return { key: day, label: dayName(day), tick: dayName(day), parts }
  })
  return { series, bars }
}
