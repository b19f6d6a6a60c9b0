/** Their answers carry secrets that are shown once, and must not be kept. */
const SECRET_ANSWERS = /\/(?:auth\/.*|workspace\/(?:tokens|invitations))$/

/** Whether a route honours `Idempotency-Key`: all that change something do, but for those. */
export function takesIdempotencyKey(method: string, path: string): boolean {
  return method !== 'GET' && !SECRET_ANSWERS.test(path)
}
