/** What was refused, as the api's one table (`http/problem.ts`) needs it: not the status, but its kind. */
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

/** The user asked for what cannot or may not be. `code` is stable and `message` says what to do. */
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

/** The world hiccuped: worth another try with back-off. */
export class Retryable extends Error {
  override readonly name: string = 'Retryable'
}

/** Come back at `until` (milliseconds since the epoch); costs no attempt. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited'
  readonly until: number
  constructor(message: string, until: number) {
    super(message)
    this.until = until
  }
}

/** Will never work with this input: no retry, a typed empty. */
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

/** Ends every switch over a union: a new member does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled: ${JSON.stringify(value)}`)
}
