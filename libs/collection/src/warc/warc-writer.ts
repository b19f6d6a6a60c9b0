import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import {
  bodyDigest,
  formatInfoRecord,
  formatPageRecord,
  formatRedirectRecord,
  type RecordedPage,
} from './format-record.ts'
import { packMember } from './gzip-member.ts'
import type { WarcLocation } from './index-warc.ts'
import { wholeLength } from './whole-length.ts'

export interface WarcWriterSettings {
  directory: string
  /**
   * Names the files. Two running writers must not share one: the second would take the other’s open file for a torn
   * one.
   */
  name?: string
  /** A file is closed when the next record would pass this. */
  maxFileBytes?: number
  /** Wait until the disk has the record before `append` resolves. */
  fsync?: boolean
  software?: string
  clock?: () => number
}

/** `file` is the bare name inside the directory. */
export interface AppendedPage extends WarcLocation {
  /** SHA-256 of the body, lower-case hex. */
  digest: string
}

export interface WarcWriter {
  /**
   * Adds one page. Simultaneous calls are written one after the other. Rejects when the disk refuses, and leaves the
   * file whole.
   */
  append(page: RecordedPage): Promise<AppendedPage>
  close(): Promise<void>
}

interface OpenFile {
  file: string
  handle: FileHandle
  size: number
}

/**
 * Append-only WARC 1.1 files, one gzip member per record. Opening goes on with the newest file of this name, after
 * cutting off a tail that a crash left torn. Records before it are never touched.
 */
export async function createWarcWriter(settings: WarcWriterSettings): Promise<WarcWriter> {
  const {
    directory,
    name = 'pages',
    maxFileBytes = 1024 ** 3,
    fsync = true,
    software = 'Enrichify',
    clock = Date.now,
  } = settings
  await mkdir(directory, { recursive: true })
  let current: OpenFile | null = await reopen(directory, name)
  let turn: Promise<unknown> = Promise.resolve()
  let closed = false

  const openNext = async (): Promise<OpenFile> => {
    const stamp = new Date(clock()).toISOString().replace(/[-:.TZ]/g, '')
    const file = `${name}-${stamp}-${randomUUID().slice(0, 8)}.warc.gz`
    const opened: OpenFile = { file, handle: await open(join(directory, file), 'wx'), size: 0 }
    await write(opened, await packMember(formatInfoRecord(software, clock(), randomUUID())))
    return opened
  }

  const write = async (target: OpenFile, bytes: Buffer): Promise<void> => {
    try {
      let written = 0
      while (written < bytes.length)
        written += (await target.handle.write(bytes, written, bytes.length - written, target.size + written))
          .bytesWritten
      if (fsync) await target.handle.datasync()
    } catch (error) {
      // Half a record must not stay before the next one.
      await target.handle.truncate(target.size).catch(() => undefined)
      throw error
    }
    target.size += bytes.length
  }

  const prepare = async (page: RecordedPage): Promise<{ digest: string; record: Buffer; redirect: Buffer }> => {
    const digest = bodyDigest(page.body)
    const record = await packMember(formatPageRecord(page, { id: randomUUID(), digest }))
    const redirect =
      page.url === page.finalUrl ? Buffer.alloc(0) : await packMember(formatRedirectRecord(page, randomUUID()))
    return { digest, record, redirect }
  }

  const append = async ({ digest, record, redirect }: Awaited<ReturnType<typeof prepare>>): Promise<AppendedPage> => {
    if (current !== null && current.size + redirect.length + record.length > maxFileBytes) {
      await current.handle.close()
      current = null
    }
    current ??= await openNext()
    const offset = current.size + redirect.length
    await write(current, Buffer.concat([redirect, record]))
    return { file: current.file, offset, length: record.length, digest }
  }

  return {
    append(page) {
      if (closed) return Promise.reject(new Error('The archive is closed.'))
      // Compressed side by side, written one after the other.
      const prepared = prepare(page)
      prepared.catch(() => undefined)
      const result = turn.then(async () => append(await prepared))
      turn = result.catch(() => undefined)
      return result
    },
    async close() {
      closed = true
      await turn
      await current?.handle.close()
      current = null
    },
  }
}

async function reopen(directory: string, name: string): Promise<OpenFile | null> {
  const isOurs = (entry: string): boolean =>
    entry.startsWith(`${name}-`) && /^\d{17}-[0-9a-f]{8}\.warc\.gz$/.test(entry.slice(name.length + 1))
  const file = (await readdir(directory)).filter(isOurs).sort().at(-1)
  if (file === undefined) return null
  const handle = await open(join(directory, file), 'r+')
  const { size } = await handle.stat()
  const whole = await wholeLength(handle, size)
  if (whole < size) await handle.truncate(whole)
  return { file, handle, size: whole }
}
