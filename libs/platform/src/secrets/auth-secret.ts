import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The configured secret, or one that is generated once into the data folder (rights 600), so that no installation
 * runs with a known one.
 */
export function readAuthSecret(dataDirectory: string, configured: string | undefined): string {
  if (configured) return configured
  const file = join(dataDirectory, 'auth-secret')
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  try {
    // `wx`: when two processes start together, both use the file that was written first.
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 32)
    throw new Error(`${file} is damaged (too short). Delete it to have a new one made; everyone signs in again.`)
  return secret
}
