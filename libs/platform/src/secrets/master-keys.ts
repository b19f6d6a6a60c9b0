import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KEY_BYTES = 32

export interface MasterKey {
  /** First characters of its hash. They name the key without giving anything away. */
  id: string
  key: Buffer
}

/**
 * The keys that wrap every stored secret’s own key: `SECRETS_KEY` (base64 of 32 bytes each, the first is current), or
 * a file in the data folder with rights 600 that is made once. Older keys stay readable, so that a rotation needs no
 * pause.
 */
export class MasterKeys {
  readonly #file: string | null
  #keys: MasterKey[]

  constructor(dataDirectory: string, configured: readonly string[]) {
    this.#file = configured.length ? null : join(dataDirectory, 'secrets-key')
    this.#keys = configured.length ? configured.map((text) => parseKey(text, 'SECRETS_KEY')) : []
  }

  get current(): MasterKey {
    return this.#load()[0]!
  }

  /** If another process added a key meanwhile, reading the file again finds it. */
  find(id: string): MasterKey | null {
    return this.#load().find((key) => key.id === id) ?? this.#load(true).find((key) => key.id === id) ?? null
  }

  /** Adds a new current key. Null when the keys come from the environment; the operator adds it there. */
  rotate(): MasterKey | null {
    if (!this.#file) return null
    const keys = [newKey(), ...this.#load(true)]
    this.#write(keys)
    return this.#load(true)[0]!
  }

  /** Forgets all keys but the current one, once they wrap nothing any more. */
  dropOld(): void {
    if (this.#file) this.#write([this.#load(true)[0]!])
    this.#load(true)
  }

  #load(again = false): MasterKey[] {
    if (this.#keys.length && !(again && this.#file)) return this.#keys
    const file = this.#file!
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
    try {
      // `wx`: when two processes start together, both use the file that was written first.
      writeFileSync(file, `${newKey().key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new Error(`${file} can be read by others. Run: chmod 600 ${file}`)
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
    return (this.#keys = lines.map((line) => parseKey(line, file)))
  }

  #write(keys: readonly MasterKey[]): void {
    const file = this.#file!
    writeFileSync(`${file}.new`, keys.map(({ key }) => `${key.toString('base64')}\n`).join(''), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
}

function newKey(): MasterKey {
  const key = randomBytes(KEY_BYTES)
  return { id: idOf(key), key }
}

function parseKey(text: string, where: string): MasterKey {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES)
    throw new Error(
      `${where} contains no key of 32 bytes in base64. Make one with: openssl rand -base64 32. Without the ` +
        'old key, stored service keys cannot be read and must be entered again.',
    )
  return { id: idOf(key), key }
}

function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 12)
}
