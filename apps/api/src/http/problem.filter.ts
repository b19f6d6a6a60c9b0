import type { Problem } from '@enrichify/contracts'
import { GivenUp, RateLimited, Refused, Retryable, type RefusalKind } from '@enrichify/domain'
import { isDiskFull, isTransient, LOGGER, type Logger } from '@enrichify/features'
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { Request, Response } from 'express'
import { InvalidRequest } from './invalid-request.ts'
import { MOST_MEGABYTES } from './request-bounds.ts'

/** The only table from errors to HTTP statuses. */
const STATUS: Record<RefusalKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unprocessable: 422,
  too_many: 429,
}
const TITLES: Record<number, string> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be done',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'Not available at the moment',
  507: 'The disk is full',
}

/** Every error becomes problem+json. An unexpected error is logged, and the answer contains only its request id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') {
      this.logger.error({ err: error }, 'A socket message failed')
      return
    }
    const http = host.switchToHttp()
    const request = http.getRequest<Request & { id?: string }>()
    const response = http.getResponse<Response>()
    const found = this.#read(error)
    if (found.status >= 500 && !isTransient(error))
      this.logger.error(
        { err: error, requestId: request.id, route: request.route?.path as unknown },
        'A request failed',
      )
    if (response.headersSent) {
      response.destroy()
      return
    }
    if (found.status === 429) response.setHeader('retry-after', secondsToWait(error))
    const problem: Problem = {
      type: 'about:blank',
      title: TITLES[found.status] ?? 'Error',
      ...found,
      ...(request.id ? { requestId: request.id } : {}),
    }
    response.status(found.status).type('application/problem+json').send(JSON.stringify(problem))
  }

  #read(error: unknown): Omit<Problem, 'type' | 'title'> {
    if (error instanceof InvalidRequest)
      return {
        status: 400,
        code: 'invalid_request',
        detail: 'Some parts of the request are not valid; see issues.',
        issues: error.issues,
      }
    if (error instanceof Refused)
      return {
        status: STATUS[error.kind],
        code: error.code,
        detail: error.message,
        ...(error.details ? { details: error.details } : {}),
      }
    if (error instanceof RateLimited) return { status: 429, code: 'rate_limited', detail: error.message }
    if (error instanceof GivenUp) return { status: 422, code: error.code, detail: error.message }
    if (isDiskFull(error))
      return {
        status: 507,
        code: 'disk_full',
        detail: 'The disk of the server is full. Nothing was changed. Make room, and try again.',
      }
    if (error instanceof Retryable || isTransient(error))
      return {
        status: 503,
        code: 'unavailable',
        detail: 'The database is away for a moment. Nothing was changed; try again.',
      }
    if (error instanceof HttpException) return problemOfStatus(error.getStatus())
    // Errors of body-parser and similar libraries.
    const status = (error as { status?: unknown } | null)?.status
    if (typeof status === 'number' && status >= 400 && status < 500) return problemOfStatus(status)
    return {
      status: 500,
      code: 'internal_error',
      detail: 'Something went wrong on the server. It was logged under this request id.',
    }
  }
}

/** Tries are counted by the minute; of anything else the end of the wait is known. */
function secondsToWait(error: unknown): number {
  return error instanceof RateLimited ? Math.max(1, Math.ceil((error.until - Date.now()) / 1000)) : 60
}

function problemOfStatus(status: number): Omit<Problem, 'type' | 'title'> {
  const codes: Record<number, string> = {
    400: 'malformed_request',
    401: 'unauthenticated',
    403: 'forbidden',
    404: 'route_not_found',
    413: 'too_large',
    415: 'unsupported_media_type',
  }
  return {
    status,
    code: codes[status] ?? 'http_error',
    detail:
      status === 404
        ? 'There is nothing at this address.'
        : status === 401
          ? 'Sign in, or send an access token.'
          : status === 413
            ? `The request is larger than ${MOST_MEGABYTES} MB. Send it in parts, or a list as a file (import).`
            : 'The request could not be read.',
  }
}
