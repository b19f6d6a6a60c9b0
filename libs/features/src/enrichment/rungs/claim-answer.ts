import { traceStep, type EmptyReason, type Rung, type TraceStep } from '@enrichify/domain'
import type { ReadClaim } from './claim-cells.ts'
import type { RungAnswer } from './rung.ts'

export const NO_SAVED_ANSWER = 'Practice mode has no saved answer to this question about this row.'

const NOTES: Partial<Record<EmptyReason, string>> = {
  not_on_page: 'The passages do not say it.',
  no_saved_answer: NO_SAVED_ANSWER,
  failed_verification: 'The answer does not fit the column’s type.',
}

export function claimAnswer(
  rung: Pick<Rung, 'kind'>,
  trace: Partial<TraceStep>,
  read: ReadClaim & { lines?: string[] },
): RungAnswer {
  const note = read.lines?.join(' · ') ?? (read.found ? null : (NOTES[read.empty] ?? null))
  const outcome = read.found ? 'answered' : read.empty === 'not_on_page' ? 'nothing' : 'failed'
  return {
    found: read.found,
    empty: read.empty,
    costMicros: trace.costMicros ?? 0,
    trace: [traceStep(rung.kind, outcome, { ...trace, note, quoteFound: read.quoteFound })],
  }
}
