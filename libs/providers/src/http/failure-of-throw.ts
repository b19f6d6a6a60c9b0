import { ProviderFailure } from '@enrichify/domain'
import { providerFailure } from './failure-of-status.ts'

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** The typed failure of a call that gave no answer. An abort by the caller passes through as its reason. */
export function failureOfThrow(
  service: string,
  error: unknown,
  caller: AbortSignal,
  deadline?: AbortSignal,
): ProviderFailure {
  if (caller.aborted) throw caller.reason as Error
  if (error instanceof ProviderFailure) return error
  if (deadline?.aborted) return providerFailure(service, 'timed_out', 'unknown')
  for (
    let cause = error as { name?: string; code?: string; cause?: unknown } | null | undefined;
    cause;
    cause = cause.cause as typeof cause
  ) {
    if ((cause as unknown) instanceof ProviderFailure) return cause as unknown as ProviderFailure
    if (cause.name === 'FetchRefused') return providerFailure(service, 'blocked', 'no')
    if (cause.code !== undefined && NEVER_SENT.has(cause.code)) return providerFailure(service, 'unreachable', 'no')
    if (
      cause.name === 'TimeoutError' ||
      cause.code === 'UND_ERR_HEADERS_TIMEOUT' ||
      cause.code === 'UND_ERR_BODY_TIMEOUT'
    )
      return providerFailure(service, 'timed_out', 'unknown')
  }
  return providerFailure(service, 'unreachable', 'unknown')
}
