/**
 * Milliseconds that a Retry-After header asks for (seconds or an HTTP date), never negative. Null when there is no
 * readable one.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Math.max(0, Number(text) * 1000)
  const date = text === '' ? Number.NaN : Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/**
 * Back-off before try `attempt` + 1 (first try is 1): uniform between zero and the doubled base, so that clients
 * spread out.
 */
export function backoffMs(
  attempt: number,
  random: () => number,
  limits: { retryBaseMs: number; retryCapMs: number },
): number {
  return random() * Math.min(limits.retryCapMs, limits.retryBaseMs * 2 ** (attempt - 1))
}
