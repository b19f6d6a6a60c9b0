import type { UrlRefusal } from '@enrichify/domain'

const sentences: Record<UrlRefusal | 'offline', string> = {
  not_a_url: 'This is not a URL.',
  scheme: 'Only http and https are fetched.',
  credentials: 'A URL with a user name or password in it is not fetched.',
  port: 'This port does not belong to the web.',
  host: 'This host name is local.',
  address: 'This address is not on the public internet.',
  offline: 'The product is set to offline.',
}

/**
 * A request that we did not send. Its message names neither host nor address: the person who typed the URL learns
 * only that it is refused, not what is behind a name. `failure` is the `PageFailure` that it becomes.
 */
export class FetchRefused extends Error {
  readonly reason: UrlRefusal | 'offline'

  constructor(reason: UrlRefusal | 'offline') {
    super(sentences[reason])
    this.name = 'FetchRefused'
    this.reason = reason
  }

  get failure(): 'offline' | 'address_refused' {
    return this.reason === 'offline' ? 'offline' : 'address_refused'
  }
}

/**
 * The refusal inside an error that a client wrapped (undici hides the cause of a failed fetch one or two levels
 * down), or null.
 */
export function findRefusal(error: unknown): FetchRefused | null {
  for (
    let current: unknown = error, depth = 0;
    current instanceof Error && depth < 6;
    current = current.cause, depth++
  ) {
    if (current instanceof FetchRefused) return current
  }
  return null
}
