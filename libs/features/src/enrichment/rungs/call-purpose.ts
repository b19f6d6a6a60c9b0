import type { CallPurpose } from '../../providers/provider-gateway.ts'
import type { RowWork } from '../row-work.ts'

/** What a call counts towards, and the check that it may still be made. */
export function callPurpose(
  work: RowWork,
  attemptKey: string,
  more: Pick<CallPurpose, 'purpose' | 'planHash' | 'cells'>,
): CallPurpose {
  const { run } = work.frame
  return {
    attemptKey,
    websetId: run.websetId,
    runId: run.id,
    rowId: work.row.id,
    userId: run.createdBy,
    practice: run.practice,
    fence: work.fence,
    ...more,
  }
}
