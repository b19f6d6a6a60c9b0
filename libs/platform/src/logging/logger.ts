import { pino, type Logger } from 'pino'

export type { Logger } from 'pino'

/** JSON lines on standard output. Secrets are redacted by path; URLs of databases are never logged. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'req.headers["x-api-key"]',
        '*.password',
        '*.token',
        '*.secret',
        '*.key',
      ],
      censor: '[redacted]',
    },
  })
}
