import type { Column, Run } from '@enrichify/contracts'
import type { EmptyReason, RunMode, RunState } from '@enrichify/domain'
import { EMPTY_WORDS } from '../../sheet/cells/cell-words.ts'
import { count, exactTime, money } from '../../ui/format.ts'
import { FAILURE_WORDS } from '../../words/failure-words.ts'

export const RUN_STATE_WORDS = {
  queued: 'Waiting to start',
  running: 'Running',
  paused: 'Paused',
  cancelling: 'Stopping…',
  finished: 'Finished',
  cancelled: 'Stopped',
  failed: 'Failed',
} satisfies Record<RunState, string>

/** What a run of this mode does, and the verb that begins its title. */
export const MODE_WORDS = {
  fill: { verb: 'Run', does: '' },
  refresh: {
    verb: 'Refresh',
    does: 'Pages are read again. A quote that is still there gets a new date; without it, the cell is answered again.',
  },
  reextract: {
    verb: 'Read again',
    does: 'All cells are answered again, from the stored pages alone: nothing is fetched.',
  },
} satisfies Record<RunMode, { verb: string; does: string }>

/** What a run waits for: a service that does not answer, or money that other calls have reserved. */
export function waitingWords({ service, failure, until }: NonNullable<Run['waiting']>, now = Date.now()): string {
  if (service === null || failure === null) {
    const end = until && Date.parse(until) > now ? ` They end by ${exactTime(until)}.` : ''
    return `It waits for money of the budget that other calls have reserved.${end}`
  }
  const next = until && Date.parse(until) > now ? `The next try is at ${exactTime(until)}.` : 'It is tried again now.'
  return `${service} does not answer (${FAILURE_WORDS[failure]}). ${next}`
}

export function scopeWords(scope: Run['scope']): string {
  switch (scope.kind) {
    case 'all':
      return 'all rows'
    case 'rows':
      return `${count.format(scope.rowIds.length)} chosen rows`
    case 'view':
      return 'all rows of a view'
    case 'first':
      return `the first ${count.format(scope.count)} rows`
    case 'only_empty':
      return 'where it was empty'
    case 'only_failed':
      return 'what had failed'
    case 'only_stale':
      return 'what was out of date'
  }
}

export function columnWords(run: Run, columns: readonly Column[]): string {
  return columnNames(run.columnIds.map((id) => columns.find((column) => column.id === id)?.name ?? 'a deleted column'))
}

export function columnNames(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
}

export interface RunPart {
  state: 'verified' | 'cited' | 'asserted' | 'human' | 'empty' | 'unchanged'
  label: string
  number: number
}

/** How many cells are in each state; a state with none is left out. */
export function runParts(run: Run): RunPart[] {
  const { verified, cited, asserted, kept, unchanged } = run.counts
  const parts: RunPart[] = [
    { state: 'verified', label: 'verified', number: verified },
    { state: 'cited', label: 'cited', number: cited },
    { state: 'asserted', label: 'not proven', number: asserted },
    { state: 'human', label: 'left as is', number: kept },
    { state: 'unchanged', label: 'unchanged', number: unchanged },
    { state: 'empty', label: 'empty', number: emptyTotal(run) },
  ]
  return parts.filter((part) => part.number > 0)
}

export function emptyTotal(run: Run): number {
  return Object.values(run.counts.empty).reduce((sum, number) => sum + (number ?? 0), 0)
}

export function emptyParts(run: Run): { label: string; number: number }[] {
  return (Object.entries(run.counts.empty) as [EmptyReason, number][])
    .filter(([, number]) => number > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, number]) => ({ label: EMPTY_WORDS[reason], number }))
}

/** `$0.42 of $2.00`, `$0.42`; null for a run that has nothing to do with money. */
export function costWords({
  costMicros,
  reservedMicros,
  budgetMicros,
  savedMicros,
}: Pick<Run, 'costMicros' | 'reservedMicros' | 'budgetMicros' | 'savedMicros'>): string | null {
  if (costMicros === 0 && reservedMicros === 0 && budgetMicros === null && savedMicros === 0) return null
  return budgetMicros === null ? money(costMicros) : `${money(costMicros)} of ${money(budgetMicros)}`
}

/** Red is for a run that failed; one that waits for a person, or left something undone, is only a warning. */
export const messageTone = (run: Pick<Run, 'state'>): string => (run.state === 'failed' ? 'text-danger' : 'text-warn')
