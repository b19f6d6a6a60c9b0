import { createHash, createHmac, randomBytes } from 'node:crypto'

/** 256 random bits, safe in a URL. */
export function newToken(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** What the database stores of a token. Its 256 bits cannot be guessed, so a fast hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The only successor of a refresh token. Twenty parallel refreshes of one token get the same one. */
export function successorOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(`refresh:${token}`).digest('base64url')
}
