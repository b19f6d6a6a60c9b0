import type { Problem } from '@enrichify/contracts'
import type { NextFunction, Request, Response } from 'express'

/** Bodies of JSON are a few MB at most. One that drips in holds a connection, and nothing else. */
const JSON_BODY_MS = 30_000

/** Ends a request whose body is not there in time. Uploads of files have the time that the server gives a request. */
export function limitBodyTime(ms: number = JSON_BODY_MS) {
  return (request: Request & { id?: string }, response: Response, next: NextFunction): void => {
    const hasBody =
      request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
    if (!hasBody || request.is('multipart/form-data')) return next()
    const timer = setTimeout(() => {
      const problem: Problem = {
        type: 'about:blank',
        title: 'Too slow',
        status: 408,
        code: 'body_too_slow',
        detail: `The body of the request was not sent within ${ms / 1000} seconds.`,
        ...(request.id ? { requestId: request.id } : {}),
      }
      if (!response.headersSent)
        response
          .status(408)
          .setHeader('connection', 'close')
          .type('application/problem+json')
          .send(JSON.stringify(problem))
      request.destroy()
    }, ms)
    const over = () => clearTimeout(timer)
    request.once('end', over).once('close', over)
    next()
  }
}
