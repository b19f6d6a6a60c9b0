import { ProviderFailure, type Charge, type ProviderFailureKind, joined } from '@enrichify/domain'
import { retryAtOf } from './retry-at.ts'

export interface FailedAnswer {
  /** Named in the message. */
  service: string
  status: number
  headers: Headers
  body: string
  /** Milliseconds since the epoch. */
  now: number
}

const CREDIT = new RegExp(
  joined`
    insufficient_quota|insufficient[_ ](?:balance|funds|credits?)|credit balance|billing_hard_limit
    |payment required|exceeded your current quota, please check your plan and billing|no credits
    |top up
  `,
  'i',
)
const QUOTA =
  /per ?day|daily|per ?month|monthly|PerDay|quota_?exceeded|usage limit|plan limit|limit for this (?:month|billing)/i
const KEY = /api[_ -]?key|auth|token|credential|subscription key|signature/i

const WORDS: Record<ProviderFailureKind, string> = {
  bad_key: 'does not accept the key',
  no_credit: 'says that the account has no credit left',
  rate_limited: 'asks to slow down',
  quota: 'says that the quota is used up',
  overloaded: 'reports a fault on its side',
  blocked: 'refuses this server or redirects elsewhere',
  malformed: 'gave an answer that its contract does not allow',
  refused: 'declined to answer',
  bad_request: 'does not accept the request',
  timed_out: 'did not answer in time',
  unreachable: 'cannot be reached',
  uncertain: 'may or may not have charged for this call',
}

export function providerFailure(
  service: string,
  kind: ProviderFailureKind,
  charge: Charge,
  retryAt: number | null = null,
  status?: number,
): ProviderFailure {
  return new ProviderFailure(kind, `${service} ${WORDS[kind]}${status === undefined ? '' : ` (HTTP ${status})`}.`, {
    charge,
    retryAt,
  })
}

/**
 * The typed failure of an HTTP error. Its message contains nothing of the answer, because the answer may repeat the
 * key.
 */
export function failureOfStatus({ service, status, headers, body, now }: FailedAnswer): ProviderFailure {
  const kind = kindOf(status, body)
  const retryAt =
    kind === 'rate_limited' || kind === 'overloaded' || kind === 'quota' ? retryAtOf(headers, body, now) : null
  // A gateway that gave up waiting does not know what the service behind it did.
  return providerFailure(
    service,
    kind,
    status === 504 || status === 408 || status === 524 ? 'unknown' : 'no',
    retryAt,
    status,
  )
}

function kindOf(status: number, body: string): ProviderFailureKind {
  if (status === 402 || (status >= 400 && status < 500 && CREDIT.test(body))) return 'no_credit'
  if (status === 401) return 'bad_key'
  if (status === 403) return KEY.test(body) && !/<html/i.test(body) ? 'bad_key' : 'blocked'
  if (status === 429) return QUOTA.test(body) && !/retryDelay/.test(body) ? 'quota' : 'rate_limited'
  if (status === 432 || status === 433) return 'quota'
  if (status === 408) return 'timed_out'
  if (status === 451 || (status >= 300 && status < 400)) return 'blocked'
  if (status >= 500) return 'overloaded'
  // Google and some gateways answer 400 when the key is not valid.
  return /api[_ -]?key not valid|API_KEY_INVALID|invalid[_ ]api[_ ]key/i.test(body) ? 'bad_key' : 'bad_request'
}
