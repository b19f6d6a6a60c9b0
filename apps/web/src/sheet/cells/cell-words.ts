import type { EmptyReason } from '@enrichify/domain'
import type { SheetMark } from '../sheet-types.ts'

/** Why a cell is empty, in the fewest words. The panel explains. */
export const EMPTY_WORDS = {
  not_on_page: 'not on page',
  page_blocked: 'page blocked',
  robots_disallowed: 'robots.txt says no',
  no_result: 'no page found',
  ambiguous_entity: 'not sure which one',
  conflict: 'sources disagree',
  failed_verification: 'proof failed',
  needs_model: 'needs a model',
  budget_reached: 'budget reached',
  provider_error: 'provider failed',
  no_saved_answer: 'no saved answer',
  condition_not_met: 'not asked',
  formula_error: 'formula error',
  limit_reached: 'limit reached',
  gave_up: 'given up',
  judged_wrong: 'judged wrong',
  suppressed: 'suppressed',
} satisfies Record<EmptyReason, string>

/** An answer that a person took out of its cell. Runs do not put another one in. */
export const EMPTIED_WORDS = 'emptied by a person'

/** The value is still there, until a run answers the cell again. */
export const WRONG_WORDS = 'judged wrong by a person'

/** A row that is shown until the focus leaves it. */
export const STRAY_WORDS = 'does not fit the filter'

export const STATE_WORDS = {
  verified: 'verified',
  cited: 'cited, not verified',
  asserted: 'not proven',
  human: 'entered by a person',
  empty: 'empty',
} as const

/** What the mark shows to the eye, for people who hear the sheet. */
export function markWords(mark: SheetMark | undefined): string {
  if (!mark) return ''
  if (mark.pending) return 'waiting for an answer'
  if (mark.wrong) return WRONG_WORDS
  const state = mark.quoted
    ? 'chosen by a person, quoted'
    : mark.state === 'empty' && mark.empty
      ? EMPTY_WORDS[mark.empty]
      : mark.state === null
        ? ''
        : STATE_WORDS[mark.state]
  return [state, mark.conflict && mark.empty !== 'conflict' ? 'sources disagree' : '', mark.stale ? 'out of date' : '']
    .filter((words) => words !== '')
    .join(', ')
}
