import type { Address, CallInput, Endpoint, Output } from './endpoint.ts'
import type { Problem } from './errors.ts'

export const API_PREFIX = '/api/v1'

/** The client throws this for every answer that is not a success, and when the server cannot be reached (status 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
  get code(): string {
    return this.problem.code
  }
  get status(): number {
    return this.problem.status
  }
}

export interface ClientOptions {
  /** The origin of the server, or '' for the page’s own. */
  baseUrl: string
  fetch?: typeof fetch
  /** Called per request. It gives the access token, the `Idempotency-Key` and similar headers. */
  headers?: (endpoint: Address) => Record<string, string>
  /** Called once on a 401. True says that another try may succeed (the token was refreshed). */
  onUnauthorized?: () => Promise<boolean>
}

export type Client = <E extends Endpoint>(
  endpoint: E | Address<E>,
  input: CallInput<E> & { signal?: AbortSignal; form?: FormData },
) => Promise<Output<E>>

export function urlOf(
  endpoint: Pick<Endpoint, 'path'>,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    search.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const text = search.toString()
  return API_PREFIX + path + (text ? `?${text}` : '')
}

export async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  return isProblem(body)
    ? body
    : {
        type: 'about:blank',
        title: response.statusText || 'Request failed',
        status: response.status,
        code: 'unexpected_answer',
      }
}

/** By hand, and not by the schema, so that the client's first page needs no schema library. */
function isProblem(body: unknown): body is Problem {
  const { type, title, status, code } = { ...(body as Partial<Problem> | null) }
  return [type, title, code].every((text) => typeof text === 'string') && Number.isInteger(status)
}

/** A typed caller of every endpoint. The type of the response is trusted, because the server has checked it. */
export function makeClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch
  return async function call(endpoint, input) {
    const { params, query, body, signal, form } = input as {
      params?: object
      query?: object
      body?: unknown
      signal?: AbortSignal
      form?: FormData
    }
    const url = options.baseUrl + urlOf(endpoint, { ...params }, { ...query })
    const attempt = () =>
      send(url, {
        method: endpoint.method,
        credentials: 'same-origin',
        ...(signal ? { signal } : {}),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers?.(endpoint),
        },
        ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    let response: Response
    try {
      response = await attempt()
      if (response.status === 401 && (await options.onUnauthorized?.())) response = await attempt()
    } catch (error) {
      if (signal?.aborted) throw error
      throw new ApiError({
        type: 'about:blank',
        title: 'The server cannot be reached',
        status: 0,
        code: 'unreachable',
        detail: 'The server cannot be reached. Is it running? Your work is kept; try again.',
      })
    }
    if (!response.ok) throw new ApiError(await readProblem(response))
    if (response.status === 204) return {} as never
    try {
      return (await response.json()) as never
    } catch (error) {
      if (signal?.aborted) throw error
      throw new ApiError({
        type: 'about:blank',
        title: 'The answer cannot be read',
        status: response.status,
        code: 'unexpected_answer',
        detail: 'The answer of the server cannot be read. A proxy in between may have changed it; try again.',
      })
    }
  }
}
