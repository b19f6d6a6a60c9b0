import type { OperationName } from '../http/openapi/operations.ts'

/** Valid bodies of the routes that need one; the others are in the document's examples. */
export const bodies: Partial<Record<OperationName, object>> = {
  applyChanges: {},
  askChat: { text: 'x' },
  decideAllCalls: { outcome: 'charged' },
  decideCall: { outcome: 'charged' },
  deleteRows: { rowIds: [1] },
  invite: { role: 'viewer' },
  judgeCell: { verdict: 'right' },
  restoreRows: { rowIds: [1] },
  setColumnTests: { rows: [{ rowId: 1, expected: 'x' }] },
  setMemberRole: { role: 'manager' },
  startTrial: { kind: 'try', plans: [null] },
  updateWebset: { name: 'x' },
}

/** Queries of the routes that need one. */
export const queries: Partial<Record<OperationName, string>> = { listChanges: '?after=0' }
