import { open } from 'node:fs/promises'
import { isGzip, unpackMember } from './gzip-member.ts'
import { readWarc, type WarcRecord } from './read-warc.ts'

const maxUnpackedBytes = 256 * 1024 * 1024

/**
 * The record at a place that `indexWarc` or the writer’s `append` named (bytes on disk). Throws when there is no
 * whole record there, because the file was changed, cut or replaced.
 */
export async function readRecordAt(file: string, offset: number, length: number): Promise<WarcRecord> {
  const handle = await open(file)
  try {
    const bytes = Buffer.alloc(length)
    const { bytesRead } = await handle.read(bytes, 0, length, offset)
    if (bytesRead < length) throw new Error('The archive ends before this record does.')
    const unpacked = isGzip(bytes) ? unpackMember(bytes, maxUnpackedBytes) : { content: bytes }
    if (typeof unpacked === 'string') throw new Error('There is no whole record at this place of the archive.')
    const { value: record } = await readWarc([unpacked.content] as unknown as AsyncIterable<Uint8Array>, {
      maxRecordBytes: maxUnpackedBytes,
    }).next()
    if (record === undefined || record.truncated)
      throw new Error('There is no whole record at this place of the archive.')
    return { ...record, offset }
  } finally {
    await handle.close()
  }
}
