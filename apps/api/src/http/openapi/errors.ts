import { problem, type Problem } from '@enrichify/contracts'
import { demandedBy } from './access.ts'
import type { ErrorStatus, Operation } from './operations.ts'
import type { DocumentSchemas, Schema } from './schemas.ts'

interface ErrorKind {
  name: string
  title: string
  description: string
  /** Codes that any route may answer with. */
  example: { code: string; detail: string } & Partial<Problem>
}

const KINDS: Record<ErrorStatus, ErrorKind> = {
  400: {
    name: 'Invalid',
    title: 'The request is not valid',
    description: 'The request does not have the shape of this document.',
    example: {
      code: 'invalid_request',
      detail: 'Some parts of the request are not valid; see issues.',
      issues: [{ path: 'body.name', message: 'Too small: expected string to have >=1 characters' }],
    },
  },
  401: {
    name: 'Unauthenticated',
    title: 'Not signed in',
    description: 'No access token, or one that is not valid any more.',
    example: { code: 'unauthenticated', detail: 'Sign in, or send an access token.' },
  },
  403: {
    name: 'Forbidden',
    title: 'Not allowed',
    description: 'The role, or the scopes of the API token, do not allow this.',
    example: {
      code: 'forbidden',
      detail: 'This API token has no scope for that.',
      details: { permission: 'websets.edit' },
    },
  },
  404: {
    name: 'NotFound',
    title: 'Not found',
    description: 'It does not exist, or is not in your workspace.',
    example: { code: 'webset_not_found', detail: 'This webset does not exist or is not in your workspace.' },
  },
  409: {
    name: 'Conflict',
    title: 'Conflict',
    description: 'It cannot be done in the present state.',
    example: {
      code: 'idempotency_in_flight',
      detail: 'The first request with this Idempotency-Key is still being worked on. Try again in a moment.',
    },
  },
  410: {
    name: 'Gone',
    title: 'Gone',
    description: 'It was there, and is not any more.',
    example: { code: 'export_gone', detail: 'This file was removed. Export again.' },
  },
  413: {
    name: 'TooLarge',
    title: 'Too large',
    description: 'The body is larger than the server accepts.',
    example: { code: 'too_large', detail: 'The file is larger than 512 MB (setting MAX_UPLOAD_MB).' },
  },
  422: {
    name: 'Unprocessable',
    title: 'Cannot be done',
    description: 'The request is well formed, and cannot be carried out.',
    example: {
      code: 'idempotency_mismatch',
      detail: 'This Idempotency-Key was used for another request. Use a new key.',
    },
  },
  429: {
    name: 'TooManyRequests',
    title: 'Too many requests',
    description: 'Wait for as many seconds as `Retry-After` says, and try again.',
    example: { code: 'rate_limited', detail: 'Too many requests. Wait for 12 seconds and try again.' },
  },
}

/** What of a route decides which errors it can have in general. */
export interface RouteShape {
  hasInput: boolean
  hasBody: boolean
  /** Whether it honours `Idempotency-Key`. */
  takesKey: boolean
}

const STATUSES = Object.keys(KINDS).map(Number) as ErrorStatus[]

/** The codes that follow from a route's shape. */
function generalCodes(
  { access }: Operation,
  { hasInput, hasBody, takesKey }: RouteShape,
): Record<ErrorStatus, string[]> {
  const demanded = demandedBy(access)
  return {
    400: [
      ...(hasInput ? ['invalid_request'] : []),
      ...(hasBody ? ['malformed_request'] : []),
      ...(takesKey ? ['bad_idempotency_key'] : []),
    ],
    401: demanded.signIn ? ['unauthenticated', 'token_invalid'] : [],
    403: demanded.permission ? ['forbidden'] : [],
    404: [],
    409: takesKey ? ['idempotency_in_flight'] : [],
    410: [],
    413: hasBody ? ['too_large'] : [],
    422: takesKey ? ['idempotency_mismatch'] : [],
    429: ['rate_limited'],
  }
}

const schema = { $ref: '#/components/schemas/Problem' }
const requestId = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } }

function describeError(status: ErrorStatus, codes: string[]): Schema {
  const { name, description, example } = KINDS[status]
  return {
    description: `${description} Codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    headers: {
      ...requestId,
      ...(status === 429 ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
    },
    content: {
      'application/problem+json': {
        schema,
        ...(codes.includes(example.code) ? { examples: { [name]: { $ref: `#/components/examples/${name}` } } } : {}),
      },
    },
  }
}

/** The answers of a route that refuses, each with its codes; routes without codes of their own share them. */
export function errorResponses(operation: Operation, shape: RouteShape): Record<string, Schema> {
  const general = generalCodes(operation, shape)
  const responses: Record<string, Schema> = {}
  for (const status of STATUSES) {
    const own = operation.codes[status]?.split(' ') ?? []
    const codes = [...new Set([...general[status], ...own])]
    if (!codes.length) continue
    const isShared = own.length === 0 && status !== 400
    responses[status] = isShared
      ? { $ref: `#/components/responses/${KINDS[status].name}` }
      : describeError(status, codes)
  }
  return { ...responses, default: { $ref: '#/components/responses/Problem' } }
}

/** Everything that routes have in common when they refuse. */
export function sharedErrors(schemas: DocumentSchemas): {
  responses: Record<string, Schema>
  examples: Record<string, Schema>
} {
  schemas.answer(problem)
  const everything = { hasInput: true, hasBody: true, takesKey: true }
  const general = generalCodes({ tag: 'Websets', access: 'websets.read', codes: {} }, everything)
  const unavailable = {
    code: 'unavailable',
    detail: 'The database is away for a moment. Nothing was changed; try again.',
  }
  return {
    responses: {
      ...Object.fromEntries(
        STATUSES.filter((status) => status !== 400 && general[status].length).map((status) => [
          KINDS[status].name,
          describeError(status, general[status]),
        ]),
      ),
      Problem: {
        description:
          'Any other problem (RFC 9457): `internal_error` with 500, `unavailable` with 503 while the database is away.',
        headers: requestId,
        content: {
          'application/problem+json': {
            schema,
            examples: { Unavailable: { $ref: '#/components/examples/Unavailable' } },
          },
        },
      },
    },
    examples: {
      ...Object.fromEntries(
        STATUSES.map((status) => [KINDS[status].name, exampleOf(status, KINDS[status].title, KINDS[status].example)]),
      ),
      Unavailable: exampleOf(503, 'Not available at the moment', unavailable),
    },
  }
}

function exampleOf(status: number, title: string, example: object): Schema {
  return { value: { type: 'about:blank', title, status, ...example } }
}
