/**
 * What was refused, by kind and not by HTTP status. The API’s table (`http/problem.ts`) turns the kind into a status.
 */
export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unprocessable'
  | 'gone'
  | 'too_many'

/**
 * The user asked for something that cannot be done or is not allowed. `code` is stable, and `message` says what to
 * do.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string
  readonly kind: RefusalKind
  readonly details: Record<string, unknown> | undefined
  constructor(code: string, message: string, kind: RefusalKind = 'invalid', details?: Record<string, unknown>) {
    super(message)
    this.code = code
    this.kind = kind
    this.details = details
  }
}

/** A passing fault of the network or a service. It is worth another try after a pause. */
export class Retryable extends Error {
  override readonly name: string = 'Retryable'
}

/** Come back at `until` (milliseconds since the epoch). This costs no attempt. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited'
  readonly until: number
  constructor(message: string, until: number) {
    super(message)
    this.until = until
  }
}

/** This input will never work: no retry, but a typed empty. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export function notFound(noun: string): Refused {
  return new Refused(
    `${noun}_not_found`,
    `This ${noun.replaceAll('_', ' ')} does not exist or is not in your workspace.`,
    'not_found',
  )
}

/** Ends every switch over a union. A new member does not compile until every switch handles it. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled: ${JSON.stringify(value)}`)
}
