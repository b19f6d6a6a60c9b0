import { listChanges, redoAction, runCommand, undoAction, type Applied } from '@enrichify/contracts'
import { call } from '../api/client.ts'
import { randomId } from '../api/random-id.ts'
import type { QueuedStep } from './command-queue.ts'

/** This page, among all that change the sheet. */
export const clientId = randomId()

export function sendStep(websetId: string, step: QueuedStep, actionId: string | null): Promise<Applied> {
  // The type of a call does not know that each member of a union fits.
  if (step.kind === 'command') return call(runCommand, { params: { id: websetId }, body: step.body as never })
  // The command had changed nothing.
  if (actionId === null)
    return Promise.resolve({ actionId, version: 0, label: '', size: 0, cells: [], rows: [], columns: [], refused: [] })
  const params = { id: websetId, actionId }
  return call(step.kind === 'undo' ? undoAction : redoAction, { params, body: { clientId } })
}

export function readMissed(websetId: string, after: number) {
  return call(listChanges, { params: { id: websetId }, query: { after } })
}
