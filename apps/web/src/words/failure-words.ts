import type { ProviderFailureKind } from '@enrichify/domain'

export const FAILURE_WORDS = {
  bad_key: 'key not accepted',
  no_credit: 'no credit left',
  rate_limited: 'asked to slow down',
  quota: 'quota used up',
  overloaded: 'overloaded',
  blocked: 'blocked',
  malformed: 'malformed answer',
  refused: 'model declined',
  bad_request: 'request not accepted',
  timed_out: 'no answer in time',
  unreachable: 'not reachable',
  uncertain: 'outcome unknown',
} satisfies Record<ProviderFailureKind, string>
