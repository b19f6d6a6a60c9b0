import { promisify } from 'node:util'
import { crc32, deflateRaw, inflateRawSync } from 'node:zlib'

const deflate = promisify<Buffer, { level: number }, Buffer>(deflateRaw)

// ID1 ID2 CM FLG(FEXTRA) MTIME XFL OS, then an extra field of eight bytes: "EN", four, the length of the whole member.
const headBytes = 20
const trailerBytes = 8

/**
 * Wraps a record as one gzip member with its own length in the header. Every gunzip reads it. Our reader can walk a
 * file of gigabytes from head to head without unpacking it, and so finds a torn tail.
 */
export async function packMember(content: Buffer): Promise<Buffer> {
  // On the thread pool: a page takes milliseconds, which a server’s event loop does not have.
  const packed = await deflate(content, { level: 6 })
  const member = Buffer.alloc(headBytes + packed.length + trailerBytes)
  member.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x45, 0x4e, 4, 0])
  member.writeUInt32LE(member.length, 16)
  packed.copy(member, headBytes)
  member.writeUInt32LE(crc32(content), headBytes + packed.length)
  member.writeUInt32LE(content.length >>> 0, headBytes + packed.length + 4)
  return member
}

/**
 * The length in bytes of a member that `packMember` wrote, from its first `memberHeadBytes`; null for other members.
 */
export function packedLength(head: Uint8Array): number | null {
  if (head.length < headBytes || !isGzip(head) || head[3] !== 4 || head[12] !== 0x45 || head[13] !== 0x4e) return null
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).readUInt32LE(16)
}

export const memberHeadBytes = headBytes

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

/**
 * Unpacks the first gzip member of `bytes` and says how long it is. `incomplete` when it goes on after `bytes` (read
 * more and ask again), `broken` when it is damaged, `too-large` when it unfolds beyond `maxBytes`.
 */
export function unpackMember(
  bytes: Buffer,
  maxBytes: number,
): { content: Buffer; length: number } | 'incomplete' | 'broken' | 'too-large' {
  const start = dataStart(bytes)
  if (start === null) return isGzip(bytes) ? 'incomplete' : bytes.length < 3 ? 'incomplete' : 'broken'
  try {
    const { buffer, engine } = inflateRawSync(bytes.subarray(start), {
      info: true,
      maxOutputLength: maxBytes,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
    const end = start + engine.bytesWritten
    if (end + trailerBytes > bytes.length) return 'incomplete'
    const intact = bytes.readUInt32LE(end) === crc32(buffer) && bytes.readUInt32LE(end + 4) === buffer.length >>> 0
    return intact ? { content: buffer, length: end + trailerBytes } : 'broken'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'too-large'
    return code === 'Z_BUF_ERROR' ? 'incomplete' : 'broken'
  }
}

function dataStart(bytes: Buffer): number | null {
  if (bytes.length < 10 || !isGzip(bytes)) return null
  const flags = bytes[3] ?? 0
  let at = 10
  if ((flags & 4) !== 0) at = bytes.length < at + 2 ? bytes.length + 1 : at + 2 + bytes.readUInt16LE(at)
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0 || at > bytes.length) continue
    const zero = bytes.indexOf(0, at)
    at = zero < 0 ? bytes.length + 1 : zero + 1
  }
  if ((flags & 2) !== 0) at += 2
  return at > bytes.length ? null : at
}
