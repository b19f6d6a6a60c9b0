const LOST_CONNECTION = new RegExp(
  [
    'Connection terminated',
    'timeout exceeded when trying to connect',
    'not queryable',
    'Client has encountered a connection error',
  ].join('|'),
  'i',
)

/** True for an error that goes away by itself: a restart, a lost connection, a serialisation failure, a deadlock. */
export function isTransient(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? ''
  // The ORM releases a connection when its server goes away, and then complains that the connection is used.
  if (error instanceof Error && error.name === 'QueryRunnerAlreadyReleasedError') return true
  return (
    /^(08|40|53|57P|25P03)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    LOST_CONNECTION.test(error instanceof Error ? error.message : '')
  )
}

/** The disk of the files or of the database. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', '53100'].includes((error as { code?: string } | null)?.code ?? '')
}

/** True when a unique index refused the row. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  const found = error as { code?: string; constraint?: string } | null
  return found?.code === '23505' && (constraint === undefined || found.constraint === constraint)
}
