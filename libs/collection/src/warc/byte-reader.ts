/** Lines and counted bytes out of a stream of pieces of any size. Keeps no more than was asked for. */
export interface ByteReader {
  /** Bytes handed out or skipped so far. */
  readonly position: number
  /**
   * The next line without its ending (CRLF or LF), or null at the end. A line over `maxBytes` is cut, and the rest is
   * skipped.
   */
  line(maxBytes: number): Promise<string | null>
  /**
   * Up to `count` bytes; at most `keep` of them are kept, and the rest is skipped. Fewer only at the end of the
   * stream.
   */
  bytes(count: number, keep: number): Promise<{ kept: Buffer; seen: number }>
}

/** Reads `source` once, front to back. Errors of the source come out of the call that met them. */
export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const pieces = source[Symbol.asyncIterator]()
  let buffer: Buffer = Buffer.alloc(0)
  let position = 0
  let ended = false

  const more = async (): Promise<boolean> => {
    if (ended) return false
    const next = await pieces.next()
    if (next.done === true) {
      ended = true
      return false
    }
    buffer = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    return true
  }
  const take = (count: number): Buffer => {
    const taken = buffer.subarray(0, count)
    buffer = buffer.subarray(count)
    position += taken.length
    return taken
  }

  return {
    get position() {
      return position
    },
    async line(maxBytes) {
      const parts: Buffer[] = []
      let size = 0
      for (;;) {
        if (buffer.length === 0 && !(await more())) {
          if (size === 0 && parts.length === 0) return null
          break
        }
        const end = buffer.indexOf(10)
        const part = take(end < 0 ? buffer.length : end + 1)
        if (size < maxBytes) parts.push(part.subarray(0, maxBytes - size))
        size += part.length
        if (end >= 0) break
      }
      return Buffer.concat(parts)
        .toString('utf8')
        .replace(/\r?\n$/, '')
    },
    async bytes(count, keep) {
      const kept: Buffer[] = []
      let seen = 0
      while (seen < count && (buffer.length > 0 || (await more()))) {
        const part = take(Math.min(count - seen, buffer.length))
        if (seen < keep) kept.push(part.subarray(0, keep - seen))
        seen += part.length
      }
      return { kept: Buffer.concat(kept), seen }
    },
  }
}
