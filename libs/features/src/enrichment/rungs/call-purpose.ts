import type { CallPurpose } from '../../providers/provider-gateway.ts'
import type { RowWork } from '../row-work.ts'

/** Where a call counts, and who may still make it. */
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
