import { ProviderFailure } from '@enrichify/domain'
import type { CallContext } from '../define-provider.ts'
import { failureOfStatus, providerFailure } from './failure-of-status.ts'
import { failureOfThrow } from './failure-of-throw.ts'

const MOST_BYTES = 8 * 1024 * 1024

/**
 * Runs an SDK (or plain calls) over a `fetch` that tells errors apart before the SDK sees them. HTTP errors, bodies
 * that are not UTF-8, not JSON or too large, errors inside a 200, deadlines and resets all become `ProviderFailure`s.
 * `isEvents`: the answer is a stream of events.
 */
export async function withTransport<T>(
  service: string,
  context: Pick<CallContext, 'fetch' | 'signal' | 'timeoutMs' | 'now'>,
  work: (fetch: typeof globalThis.fetch, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(context.timeoutMs)
  const signal = AbortSignal.any([context.signal, deadline])
  let failure: ProviderFailure | null = null
  let isAnswered = false
  const keep = (found: ProviderFailure): ProviderFailure => (failure ??= found)
  const fetch: typeof globalThis.fetch = async (input, init) => {
    let response: Response
    try {
      response = await context.fetch(input, { ...init, signal, redirect: 'manual' })
    } catch (error) {
      throw keep(failureOfThrow(service, error, context.signal, deadline))
    }
    const isEvents = (response.headers.get('content-type') ?? '').includes('text/event-stream')
    if (response.ok && isEvents)
      return new Response(strictText(response.body, service, keep), {
        status: response.status,
        headers: response.headers,
      })
    const text = await readText(response, service).catch((error: unknown) => {
      throw keep(error instanceof ProviderFailure ? error : failureOfThrow(service, error, context.signal, deadline))
    })
    if (!response.ok)
      throw keep(
        failureOfStatus({
          service,
          status: response.status,
          headers: response.headers,
          body: text,
          now: context.now(),
        }),
      )
    const json = parse(text)
    if (json === undefined) throw keep(providerFailure(service, 'malformed', 'yes'))
    const inner = errorInside(json)
    if (inner !== null)
      throw keep(failureOfStatus({ service, status: inner, headers: response.headers, body: text, now: context.now() }))
    isAnswered = true
    return new Response(text, {
      status: response.status,
      headers: { 'content-type': 'application/json', ...requestIdOf(response.headers) },
    })
  }
  try {
    return await work(fetch, signal)
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason
    if (failure) throw failure
    if (error instanceof ProviderFailure) throw error
    if (deadline.aborted) throw providerFailure(service, 'timed_out', 'unknown')
    // We cannot understand the answer. A whole answer is paid for; a stream may have ended in the middle.
    throw providerFailure(service, 'malformed', isAnswered ? 'yes' : 'unknown')
  }
}

async function readText(response: Response, service: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).byteLength
    if (bytes > MOST_BYTES) throw providerFailure(service, 'malformed', response.ok ? 'yes' : 'no')
    text += decode(decoder, chunk as Uint8Array, service, response.ok)
  }
  return text + decode(decoder, undefined, service, response.ok)
}

function decode(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array | undefined,
  service: string,
  ok: boolean,
): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch {
    throw providerFailure(service, 'malformed', ok ? 'yes' : 'no')
  }
}

/** The same bytes, or an error when they are not UTF-8. Otherwise replacement characters would end up in a value. */
function strictText(
  body: ReadableStream<Uint8Array> | null,
  service: string,
  keep: (failure: ProviderFailure) => ProviderFailure,
): ReadableStream<Uint8Array> | null {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (
    body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          try {
            decoder.decode(chunk, { stream: true })
          } catch {
            return controller.error(keep(providerFailure(service, 'malformed', 'unknown')))
          }
          controller.enqueue(chunk)
        },
      }),
    ) ?? null
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Some gateways answer 200 with an error in the body. The code in the body says what it is. */
function errorInside(json: unknown): number | null {
  if (typeof json !== 'object' || json === null) return null
  const { error, choices, output, content, candidates } = json as Record<string, unknown>
  if (typeof error !== 'object' || error === null || choices || output || content || candidates) return null
  const { code, status } = error as Record<string, unknown>
  const number = Number(code ?? status)
  return Number.isInteger(number) && number >= 300 && number < 600 ? number : 500
}

function requestIdOf(headers: Headers): Record<string, string> {
  const id = headers.get('x-request-id') ?? headers.get('request-id')
  return id ? { 'x-request-id': id, 'request-id': id } : {}
}
