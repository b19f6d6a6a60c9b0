import type { FileHandle } from 'node:fs/promises'
import { memberHeadBytes, packedLength, unpackMember } from './gzip-member.ts'

const maxUnpackedBytes = 1024 ** 3

/**
 * How many bytes at the front of one of our files are whole records. Jumps from head to head by the length in each
 * head, and unpacks only the last one, because a crash may leave its length right and its bytes zero.
 */
export async function wholeLength(handle: FileHandle, size: number): Promise<number> {
  const head = Buffer.alloc(memberHeadBytes)
  let end = 0
  let last = { offset: 0, length: 0 }
  while (end < size) {
    const { bytesRead } = await handle.read(head, 0, head.length, end)
    const length = packedLength(head.subarray(0, bytesRead))
    if (length === null || length < memberHeadBytes || end + length > size) break
    last = { offset: end, length }
    end += length
  }
  const bytes = Buffer.alloc(last.length)
  await handle.read(bytes, 0, last.length, last.offset)
  return last.length > 0 && typeof unpackMember(bytes, maxUnpackedBytes) === 'string' ? last.offset : end
}
