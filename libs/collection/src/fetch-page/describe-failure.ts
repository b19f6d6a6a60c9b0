import type { PageFailure } from '@enrichify/domain'
import { findRefusal } from '../guarded-fetch/fetch-refused.ts'
import { BodyRefused } from './read-capped-body.ts'

export interface NetworkFailure {
  failure: PageFailure
  /** For a person. Names neither addresses nor anything that the server sent. */
  detail: string
  /** Another try may help: the connection was cut or slow, not refused or wrong. */
  retry: boolean
}

type Row = [failure: PageFailure, detail: string, retry: boolean]

const byCode: Record<string, Row> = {
  ENOTFOUND: ['unreachable', 'The host name does not exist.', false],
  EAI_AGAIN: ['unreachable', 'The host name could not be looked up.', true],
  ECONNREFUSED: ['unreachable', 'The server refuses connections.', false],
  EHOSTUNREACH: ['unreachable', 'There is no route to the server.', false],
  ENETUNREACH: ['unreachable', 'There is no route to the server.', false],
  ECONNRESET: ['unreachable', 'The server cut the connection.', true],
  EPIPE: ['unreachable', 'The server cut the connection.', true],
  UND_ERR_SOCKET: ['unreachable', 'The server cut the connection.', true],
  UND_ERR_CLOSED: ['unreachable', 'The server cut the connection.', true],
  ETIMEDOUT: ['timed_out', 'The server did not answer in time.', true],
  UND_ERR_CONNECT_TIMEOUT: ['timed_out', 'The server did not answer in time.', true],
  UND_ERR_HEADERS_TIMEOUT: ['timed_out', 'The server did not answer in time.', true],
  UND_ERR_BODY_TIMEOUT: ['timed_out', 'The server stopped sending.', true],
  UND_ERR_HEADERS_OVERFLOW: ['too_large', 'The headers are larger than the limit.', false],
}

/**
 * What an error means for the page when a fetch or the reading of its body throws it. Knows Node’s, undici’s, zlib’s
 * and our own errors.
 */
export function describeFailure(error: unknown): NetworkFailure {
  const refusal = findRefusal(error)
  if (refusal !== null) return { failure: refusal.failure, detail: refusal.message, retry: false }
  for (
    let current: unknown = error, depth = 0;
    current instanceof Error && depth < 6;
    current = current.cause, depth++
  ) {
    if (current instanceof BodyRefused)
      return { failure: current.failure, detail: current.message, retry: current.failure === 'timed_out' }
    if (current.name === 'TimeoutError') return row(['timed_out', 'The page took longer than the limit.', true])
    const code =
      (current as NodeJS.ErrnoException).code ?? (current as AggregateError).errors?.find((inner) => inner?.code)?.code
    if (typeof code !== 'string') continue
    const known = byCode[code]
    if (known !== undefined) return row(known)
    if (/^(?:ERR_SSL|ERR_TLS|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(code))
      return row(['unreachable', 'The server has no valid TLS.', false])
    if (/^(?:Z_|ERR__ERROR_|ERR_BROTLI|ERR_ZLIB|ERR_PADDING|ZSTD_)/.test(code))
      return row(['unreachable', 'The compression of the body is broken.', false])
    if (code.startsWith('HPE_')) return row(['unreachable', 'The server does not speak HTTP.', false])
  }
  return { failure: 'unreachable', detail: 'The page could not be fetched.', retry: false }
}

function row([failure, detail, retry]: Row): NetworkFailure {
  return { failure, detail, retry }
}
