import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Files below one folder, by keys such as `exports/<id>.csv`. A file is visible whole or not at all. */
export class FileStorage {
  readonly root: string
  constructor(directory: string) {
    this.root = resolve(directory)
  }

  /** We make keys from ids. A key that leaves the folder is a bug, and it is refused. */
  pathOf(key: string): string {
    const path = resolve(this.root, key)
    if (!path.startsWith(this.root + sep)) throw new Error('A storage key may not leave the storage folder')
    return path
  }

  /** Writes under a temporary name and renames when the bytes are on disk. After any failure nothing is visible. */
  async write(key: string, body: Readable): Promise<number> {
    const path = this.pathOf(key)
    // A unique name, because two deliveries of one job must not write into each other’s file.
    const partial = `${path}.${randomUUID()}.partial`
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    try {
      await pipeline(body, createWriteStream(partial, { mode: 0o600 }))
      const handle = await open(partial, 'r')
      await handle.sync().finally(() => handle.close())
      await rename(partial, path)
    } catch (error) {
      await rm(partial, { force: true })
      throw error
    }
    return (await stat(path)).size
  }

  read(key: string): Readable {
    return createReadStream(this.pathOf(key))
  }

  async size(key: string): Promise<number | null> {
    return stat(this.pathOf(key)).then(
      (found) => found.size,
      () => null,
    )
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true, recursive: true })
  }

  /** Bytes that may still be written. */
  async room(): Promise<number> {
    await mkdir(this.root, { recursive: true, mode: 0o700 })
    const { bavail, bsize } = await statfs(this.root)
    return bavail * bsize
  }

  /** For health: writes a byte to disk and removes it again. */
  async probe(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 })
    const path = join(this.root, `.probe-${process.pid}`)
    await writeFile(path, 'x')
    await rm(path, { force: true })
  }
}
