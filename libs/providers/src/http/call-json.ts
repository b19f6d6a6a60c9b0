import type { z } from 'zod'
import type { CallContext } from '../define-provider.ts'
import { providerFailure } from './failure-of-status.ts'
import { withTransport } from './transport.ts'

export interface JsonCall<S extends z.ZodType> {
  service: string
  url: string | URL
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  /** Sent as JSON, or as a form when it is `URLSearchParams`. */
  body?: unknown
  answer: S
}

/** One request, and one answer that fits its schema. Everything else is a typed failure. */
export function callJson<S extends z.ZodType>(
  context: Pick<CallContext, 'fetch' | 'signal' | 'timeoutMs' | 'now'>,
  { service, url, method, headers, body, answer }: JsonCall<S>,
): Promise<z.output<S>> {
  return withTransport(service, context, async (fetch) => {
    const isForm = body instanceof URLSearchParams
    const response = await fetch(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        accept: 'application/json',
        ...(body === undefined
          ? {}
          : { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body.toString() : JSON.stringify(body) }),
    })
    const parsed = answer.safeParse(await response.json())
    if (!parsed.success) throw providerFailure(service, 'malformed', 'yes')
    return parsed.data
  })
}

/** `path` below the user’s base URL, with the parameters that are set. */
export function urlOf(
  baseUrl: string,
  path: string,
  parameters: Record<string, string | number | undefined> = {},
): URL {
  const url = new URL(`${baseUrl.replace(/(?<!\/)\/+$/, '')}/${path.replace(/^\/+/, '')}`.replace(/\/$/, ''))
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value))
  return url
}

/** Services mark matches in their snippets. Our snippets are plain text. */
export function plainText(html: string | null | undefined): string {
  return (html ?? '')
    .replaceAll(/<[^<>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
