import type { ImportJob } from '@enrichify/contracts'
import { count, plural } from '../../ui/format.ts'

/** What an import has done so far, or in the end. */
export function importWords({ state, rows, updated, notUpdated, folded, leftOut, emptyLines }: ImportJob): string {
  if (state === 'cancelled') return 'nothing of the file was taken over; the sheet is as it was before'
  if (state !== 'finished') return `${plural(rows, 'row')} read`
  const parts = [
    rows > 0 || updated === 0 ? `${plural(rows, 'row')} added` : null,
    updated > 0 ? `${count.format(updated)} updated` : null,
    notUpdated > 0 ? `${count.format(notUpdated)} not updated, because no value of theirs fits` : null,
    folded > 0 ? `${count.format(folded)} put together with an earlier line of the same value` : null,
    leftOut > 0 ? `${count.format(leftOut)} left out, because several rows have the same value` : null,
    emptyLines > 0 ? `${plural(emptyLines, 'empty line')} left out` : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
