import { open } from 'node:fs/promises'
import { archiveUrlKey } from './archive-url-key.ts'
import { isGzip, unpackMember } from './gzip-member.ts'
import { readWarc, type WarcRecord } from './read-warc.ts'
import { parseArchivedResponse } from './warc-http.ts'

/** Where a record is: bytes of the file as it is on disk. */
export interface WarcLocation {
  file: string
  offset: number
  length: number
}

/** One line of an index over WARC files. Plain values, fit for a table. */
export interface ArchiveEntry extends WarcLocation {
  /** `archiveUrlKey` of `url`. */
  urlKey: string
  url: string
  /** HTTP status; 200 for `resource` records. */
  status: number
  /** Media type without parameters, lower case, or empty. */
  mime: string
  /** Milliseconds since the epoch; 0 when the record has no date. */
  date: number
}

const windowBytes = 4 * 1024 * 1024
const maxMemberBytes = 256 * 1024 * 1024

/**
 * The pages of a WARC file (`response`, `revisit` and `resource` records) with their places, for random access. Reads
 * plain files and files with one gzip member per record. Throws for a file that is compressed as a whole, because it
 * has no places: read it and write it again. `onDamage` is told when the file ends inside a record or is damaged after
 * the pages so far.
 */
export async function* indexWarc(
  file: string,
  { onDamage = () => {} }: { onDamage?: () => void } = {},
): AsyncGenerator<ArchiveEntry, void, undefined> {
  for await (const { record, offset, length } of locateRecords(file, onDamage)) {
    const entry = toEntry(record)
    if (entry !== null) yield { ...entry, file, offset, length }
  }
}

function toEntry(record: WarcRecord): Omit<ArchiveEntry, keyof WarcLocation> | null {
  if (record.url === null || !/^https?:/i.test(record.url)) return null
  const response = parseArchivedResponse(record, { raw: true, maxBodyBytes: Number.POSITIVE_INFINITY })
  if (response === null) return null
  const mime = (response.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return { urlKey: archiveUrlKey(record.url), url: record.url, status: response.status, mime, date: record.date ?? 0 }
}

type Located = { record: WarcRecord; offset: number; length: number }

async function* locateRecords(file: string, onDamage: () => void): AsyncGenerator<Located> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const head = Buffer.alloc(3)
    await handle.read(head, 0, 3, 0)
    if (!isGzip(head)) return yield* locatePlain(file, size, onDamage)
    let window = Buffer.alloc(0)
    let at = 0
    for (let offset = 0; offset < size;) {
      const unpacked = unpackMember(window.subarray(at), maxMemberBytes)
      const canGrow = offset + window.length - at < size && window.length - at < maxMemberBytes
      if (unpacked === 'incomplete' && canGrow) {
        const grown = Buffer.alloc(Math.min(Math.max(windowBytes, 2 * (window.length - at)), size - offset))
        await handle.read(grown, 0, grown.length, offset)
        window = grown
        at = 0
        continue
      }
      // The tail of a file that was being written. Everything before it is whole.
      if (typeof unpacked === 'string') return onDamage()
      const records = readWarc([unpacked.content] as unknown as AsyncIterable<Uint8Array>)
      const { value: record } = await records.next()
      const second = record === undefined ? undefined : (await records.next()).value
      if (second !== undefined)
        throw new Error('This archive is compressed as a whole, so single pages cannot be reached in it.')
      if (record !== undefined) yield { record, offset, length: unpacked.length }
      at += unpacked.length
      offset += unpacked.length
    }
  } finally {
    await handle.close()
  }
}

async function* locatePlain(file: string, size: number, onDamage: () => void): AsyncGenerator<Located> {
  let previous: WarcRecord | null = null
  for await (const record of readWarc(file, { onTorn: onDamage })) {
    if (previous !== null) yield { record: previous, offset: previous.offset, length: record.offset - previous.offset }
    previous = record
  }
  if (previous?.truncated) onDamage()
  if (previous !== null && !previous.truncated)
    yield { record: previous, offset: previous.offset, length: size - previous.offset }
}
