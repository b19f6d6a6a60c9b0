import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportOptions } from '@enrichify/contracts'
import { Refused } from '@enrichify/domain'
import { createLogger, FileStorage } from '@enrichify/platform'
import { afterAll, expect } from 'vitest'
import { UploadedFiles } from '../imports/reading/uploaded-files.ts'

/** The files of people in a folder of this test. */
export function openFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'files-'))
  const files = new UploadedFiles(new FileStorage(folder), createLogger('test', 'silent'))
  afterAll(() => rmSync(folder, { recursive: true }))
  let count = 0

  /** @param bytes makes the file larger, without taking room on the disk */
  function store(body: string | Buffer, bytes?: number) {
    const storageKey = `file-${++count}`
    writeFileSync(join(folder, storageKey), body)
    if (bytes !== undefined) truncateSync(join(folder, storageKey), bytes)
    return { storageKey, bytes: bytes ?? Buffer.byteLength(body) }
  }

  /** Each for a workspace of its own, so that the first comes first. */
  const preview = (body: string | Buffer, options: ImportOptions = {}, bytes?: number) => {
    const file = store(body, bytes)
    return files.preview(file.storageKey, file, options, [], new AbortController().signal)
  }

  /** The code of the refusal, or how many records are shown. A refusal is a sentence. */
  async function outcome(body: string | Buffer, options?: ImportOptions, bytes?: number): Promise<string | number> {
    try {
      return (await preview(body, options, bytes)).sample.length
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      expect(error.message).toMatch(/^[A-Z].{20,}[.?]$/)
      return error.code
    }
  }
  return { files, store, preview, outcome }
}
