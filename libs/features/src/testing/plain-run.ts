import type { NewRun } from '@enrichify/database'

/** A run that fills cells without a budget, as it is stored when it starts. */
export function plainRun(
  run: Pick<NewRun, 'websetId' | 'columnIds' | 'plan' | 'createdBy'> & {
    scope: NewRun['scope'] & NewRun['chosen']
    maxPages?: number
  },
): NewRun {
  return {
    name: 'Run',
    chosen: run.scope,
    maxPages: 1,
    priority: 'normal',
    budgetMicros: null,
    mode: 'fill',
    again: false,
    fillEmptied: false,
    practice: false,
    ...run,
  }
}
