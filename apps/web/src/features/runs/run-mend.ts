import type { Run } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'

export type RunMend = 'budget' | 'provider' | 'again'

/**
 * What a person can do about a run that stopped early or left cells empty; null: nothing.
 * The contract has no code for this, so the words of the message and the reasons of the empty cells are read.
 */
export function runMend(run: Pick<Run, 'state' | 'message' | 'counts'>): RunMend | null {
  if (run.state !== 'paused' && !isRunOver(run.state)) return null
  const { budget_reached = 0, needs_model = 0, provider_error = 0 } = run.counts.empty
  const text = run.message ?? ''
  if (/\bbudget\b/i.test(text) || (text === '' && budget_reached > 0)) return isRunOver(run.state) ? 'again' : 'budget'
  if (/\b(?:key|credit|quota|providers?|service|model)\b/i.test(text)) return 'provider'
  if (needs_model > 0) return 'provider'
  return provider_error > 0 && isRunOver(run.state) ? 'again' : null
}
