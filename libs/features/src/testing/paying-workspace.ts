import { randomUUID } from 'node:crypto'
import { ConnectionRepository, Database, type NewCall } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { practiceProvider } from '@enrichify/providers'
import { ConnectionDirectory, type Candidate } from '../providers/connection-directory.ts'
import type { TestServices } from './open-test-services.ts'

export const MONTH = new Date().toISOString().slice(0, 7)

/** A workspace with a connected service that asks no one, and a builder of calls to it. */
export async function payingWorkspace(services: TestServices): Promise<{
  who: Principal
  candidate: Candidate
  call: (change?: Partial<NewCall>) => NewCall
}> {
  const who = await services.createMember()
  const id = randomUUID()
  const connection = await services.get(Database).inScope(who, async (tx) => {
    await services.get(ConnectionRepository).insert(tx, {
      id,
      providerId: 'practice',
      kind: 'llm',
      label: 'Counting',
      userId: null,
      defaultModel: 'practice-1',
      createdBy: who.userId,
    })
    return (await services.get(ConnectionRepository).find(tx, id))!
  })
  const candidate = {
    ...services.get(ConnectionDirectory).candidate(connection, 'practice-1')!,
    provider: { ...practiceProvider, honoursAttemptKey: false },
  }
  const call = (change: Partial<NewCall> = {}): NewCall => ({
    attemptKey: randomUUID(),
    connectionId: id,
    providerId: 'practice',
    model: 'practice-1',
    purpose: 'extract',
    websetId: null,
    runId: null,
    rowId: null,
    userId: who.userId,
    month: MONTH,
    requestHash: randomUUID(),
    planHash: 'p',
    reservedMicros: 100,
    practice: false,
    cells: 1,
    ...change,
  })
  return { who, candidate, call }
}
