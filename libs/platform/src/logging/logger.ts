import { pino, type DestinationStream, type Logger } from 'pino'
import { currentRequestId } from './request-context.ts'

export type { Logger } from 'pino'

/**
 * JSON lines on standard output, each with the id of the request that it comes from. Secrets are redacted by path; URLs
 * of databases are never logged.
 */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      name,
      level,
      mixin: () => {
        const requestId = currentRequestId()
        return requestId === undefined ? {} : { requestId }
      },
      redact: {
        paths: [
          'req.headers.authorization',
          'req.headers.cookie',
          'req.headers["x-api-key"]',
          'token',
          'password',
          '*.password',
          '*.token',
          '*.secret',
          '*.key',
        ],
        censor: '[redacted]',
      },
    },
    ...(destination ? [destination] : []),
  )
}
