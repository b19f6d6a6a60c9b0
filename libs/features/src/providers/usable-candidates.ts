import { FAILURE_POLICIES, ProviderFailure, RateLimited } from '@enrichify/domain'
import type { Candidate } from './connection-directory.ts'

/** The service may be asked. */
export function isClosed({ connection }: Candidate): boolean {
  return !connection.blocked && (connection.openUntil?.getTime() ?? 0) <= Date.now()
}

/** Every service is paused: the run waits for the first one that may be asked again, or for a person. */
export function whyNone(candidates: readonly Candidate[]): Error {
  const open = candidates.filter(({ connection }) => !connection.blocked)
  if (open.length)
    return new RateLimited(
      'The service is paused for a moment after several failures.',
      Math.min(...open.map(({ connection }) => connection.openUntil!.getTime())),
    )
  const kind =
    candidates[0]!.connection.failure === 'no_credit'
      ? 'no_credit'
      : candidates[0]!.connection.failure === 'quota'
        ? 'quota'
        : 'bad_key'
  return new ProviderFailure(kind, FAILURE_POLICIES[kind].mend, { charge: 'no' })
}
