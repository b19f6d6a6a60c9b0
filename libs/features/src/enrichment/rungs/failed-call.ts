import { BudgetExceeded } from '@enrichify/database'
import { FAILURE_POLICIES, ProviderFailure, traceStep, type Rung } from '@enrichify/domain'
import { NO_SAVED_ANSWER } from './claim-answer.ts'
import { nothing, RunMustWait, type RungAnswer } from './rung.ts'

/** What a failed call means for the cells: a reason that can be fixed later, or a run that has to wait. */
export function failedCall(
  error: unknown,
  { kind }: Pick<Rung, 'kind'>,
  { practice }: { practice: boolean },
): RungAnswer {
  if (error instanceof BudgetExceeded)
    return nothing('budget_reached', traceStep(kind, 'failed', { note: 'The budget is used up.' }))
  if (!(error instanceof ProviderFailure)) throw error
  if (practice && error.kind === 'bad_request')
    return nothing('no_saved_answer', traceStep(kind, 'failed', { note: NO_SAVED_ANSWER }))
  const { again, mend } = FAILURE_POLICIES[error.kind]
  if (again === 'mend' && error.kind !== 'uncertain') throw new RunMustWait(mend)
  return nothing('provider_error', traceStep(kind, 'failed', { note: mend }))
}
