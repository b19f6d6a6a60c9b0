import type { ImportJob } from '@enrichify/contracts'
import { count, plural } from '../../ui/format.ts'

const TITLES = {
  queued: 'Waiting to import',
  running: 'Importing',
  finished: 'Imported',
  failed: 'The import failed',
  cancelled: 'Import cancelled',
} satisfies Record<ImportJob['state'], string>

export function importTitle({ state, action }: ImportJob): string {
  if (!action?.isUndone) return TITLES[state]
  return action.isPartlyUndone ? 'Import undone in part' : 'Import undone'
}

/** What an import has done so far, or in the end. */
export function importWords(job: ImportJob): string {
  const { state, rows, updated, notUpdated, folded, leftOut, emptyLines, action } = job
  if (state === 'cancelled') return 'nothing of the file was taken over; the sheet is as it was before'
  if (state !== 'finished') return `${plural(rows, 'row')} read`
  if (action?.isUndone)
    return action.isPartlyUndone
      ? 'what someone changed since then stays'
      : 'nothing of the file is in the sheet any more'
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
