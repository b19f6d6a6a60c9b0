/** Its routes open and end sessions, also for people who are not known yet. */
const SESSIONS = '/auth/'
const SECRET_ANSWERS = /\/workspace\/(?:tokens|invitations)$/

/** Whether a route honours `Idempotency-Key`: all that change something do, but for sessions. */
export function takesIdempotencyKey(method: string, path: string): boolean {
  return method !== 'GET' && !path.includes(SESSIONS)
}

/** Whether the answer has a secret that is shown once: it is not stored, so no repetition can get it. */
export function answersSecret(path: string): boolean {
  return SECRET_ANSWERS.test(path)
}
