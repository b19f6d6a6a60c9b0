import { ConnectionEntity } from '@enrichify/database'
import { GivenUp, ProviderFailure } from '@enrichify/domain'
import { failureOfThrow, retryAtOf, type CallContext, type OutsideProvider } from '@enrichify/providers'
import type { Candidate } from './connection-directory.ts'

/** The request of a column for one row, as it is sent. */
export interface HostRequest {
  verb: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  body: string | undefined
  /** What to do when the answer to a POST was lost. */
  resend: 'never' | 'again'
  /** A host may say our headers back. None of these is seen in its answer. */
  secrets: readonly string[]
}

/** Its answer, whatever the status. Too large an answer has no text. */
export interface HostAnswer {
  status: number
  text: string | null
}

/** So long may a host take for one row, over all tries. Waiting for our turn does not count. */
export const HOST_PATIENCE_MS = 30_000
const TRY_MS = 20_000
const MAX_BYTES = 1024 * 1024
const LIMITS = { requestsPerMinute: 1200, tokensPerMinute: null, concurrency: 8 }

/** The host as the gateway calls it: free, at a pace of its own, and asked again only where that does no harm. */
export function hostCandidate(workspaceId: string, { url, verb, resend }: HostRequest): Candidate {
  const { host } = new URL(url)
  return {
    connection: Object.assign(new ConnectionEntity(), {
      workspaceId,
      id: `host:${host}`,
      providerId: 'request',
      label: host,
      settings: {},
      secret: null,
      prices: [],
      limits: {},
      resend,
      failures: 0,
      failure: null,
      openUntil: null,
      blocked: false,
      pausedUntil: null,
    }),
    provider: hostProvider(verb === 'GET'),
    model: host,
    cost: { unit: 'call', micros: 0 },
    limits: LIMITS,
    host,
  }
}

/** A GET changes nothing at the host, so it may be repeated. */
function hostProvider(honoursAttemptKey: boolean): OutsideProvider {
  const refuse = async (): Promise<never> => {
    throw new GivenUp('not_a_service', 'A host is asked by requests only.')
  }
  return {
    id: 'request',
    kind: 'data',
    label: 'Request',
    settings: { parse: () => ({}) },
    honoursAttemptKey,
    call: refuse,
    test: refuse,
  } as unknown as OutsideProvider
}

/** Sends it once. Throws `ProviderFailure` where there is no answer, and where the host asks to come later. */
export async function sendToHost(request: HostRequest, context: CallContext): Promise<HostAnswer> {
  const { verb, url, headers, body } = request
  const { host } = new URL(url)
  const deadline = AbortSignal.timeout(Math.min(TRY_MS, context.timeoutMs))
  try {
    const response = await context.fetch(url, {
      method: verb,
      headers: {
        accept: 'application/json',
        'idempotency-key': context.attemptKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: deadline,
    })
    if (response.status === 429 || response.status === 503) {
      void response.body?.cancel().catch(() => undefined)
      const retryAt = retryAtOf(response.headers, '', context.now())
      throw new ProviderFailure('rate_limited', `It answered ${response.status}.`, { charge: 'no', retryAt })
    }
    const text = await readText(response)
    return { status: response.status, text: text && withoutSecrets(text, request.secrets) }
  } catch (error) {
    const failure = failureOfThrow(host, error, context.signal, deadline)
    if (failure.charge !== 'unknown' || verb === 'POST') throw failure
    throw new ProviderFailure(failure.kind, failure.message, { charge: 'no' })
  }
}

/** PostgreSQL stores no NUL, and no value needs one. */
async function readText(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += (part as Uint8Array).byteLength
    if (bytes > MAX_BYTES) return null
    parts.push(part as Uint8Array)
  }
  return new TextDecoder().decode(Buffer.concat(parts)).replaceAll('\0', '\uFFFD')
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .reduce((shown, secret) => shown.replaceAll(secret, '••••'), text)
}
