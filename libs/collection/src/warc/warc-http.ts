import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { WarcRecord } from './read-warc.ts'

/** The HTTP answer inside a record. Names of `headers` are lower case, repeated ones joined by `, `. */
export interface ArchivedResponse {
  status: number
  headers: Record<string, string>
  /** Decoded from chunks and compression unless `raw` was asked for. */
  body: Uint8Array
}

export interface ArchivedResponseOptions {
  raw?: boolean
  /** Bytes of the decoded body. When a body unfolds further, it stays empty and `null` is returned. */
  maxBodyBytes?: number
}

/**
 * The HTTP answer of a `response` or `revisit` record (`resource` counts as a 200 with the record’s own type). Null
 * when there is none or its body exceeds the cap. Many archives keep the coding headers of a body that they stored
 * decoded, so a body that does not decode stays as it is.
 */
export function parseArchivedResponse(
  record: WarcRecord,
  options: ArchivedResponseOptions = {},
): ArchivedResponse | null {
  const { maxBodyBytes = 64 * 1024 * 1024 } = options
  if (record.type === 'resource') {
    if (record.content.length > maxBodyBytes) return null
    return { status: 200, headers: { 'content-type': record.headers['content-type'] ?? '' }, body: record.content }
  }
  if (record.type !== 'response' && record.type !== 'revisit') return null
  const { content } = record
  const crlf = content.indexOf('\r\n\r\n')
  const lf = content.indexOf('\n\n')
  const end = crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf >= 0 ? lf + 2 : content.length
  const [statusLine, ...lines] = content
    .subarray(0, end)
    .toString('latin1')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  const status = /^HTTP\/\d(?:\.\d)?\s+(\d{3})/.exec(statusLine ?? '')?.[1]
  if (status === undefined) return null
  const headers: Record<string, string> = Object.create(null) as Record<string, string>
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  let body: Buffer | null = content.subarray(end)
  if (options.raw !== true) body = decodeBody(body, headers, maxBodyBytes)
  return body === null || body.length > maxBodyBytes ? null : { status: Number(status), headers, body }
}

function decodeBody(body: Buffer, headers: Record<string, string>, maxBytes: number): Buffer | null {
  let decoded = /\bchunked\b/i.test(headers['transfer-encoding'] ?? '') ? (dechunk(body) ?? body) : body
  const codings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '')
  if (codings.length > 5) return null
  for (const coding of codings.reverse()) {
    try {
      decoded = decompress(decoded, coding, maxBytes)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null
      return decoded
    }
  }
  return decoded
}

function decompress(body: Buffer, coding: string, maxOutputLength: number): Buffer {
  const options = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }
  if (coding === 'gzip' || coding === 'x-gzip') return gunzipSync(body, options)
  // By deflate some servers mean zlib, as the standard says, and some the bare stream.
  if (coding === 'deflate')
    return ((body[0] ?? 0) & 0x0f) === 8 ? inflateSync(body, options) : inflateRawSync(body, options)
  if (coding === 'br') return brotliDecompressSync(body, { maxOutputLength })
  if (coding === 'zstd') return zstdDecompressSync(body, { maxOutputLength })
  return body
}

/**
 * Undoes chunked transfer. Null when the bytes are not in chunks. A body that ends inside a chunk gives what is
 * there.
 */
function dechunk(body: Buffer): Buffer | null {
  const pieces: Buffer[] = []
  let at = 0
  for (;;) {
    const end = body.indexOf('\r\n', at)
    const size =
      end < 0 || end - at > 32
        ? undefined
        : /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(body.subarray(at, end).toString('latin1'))?.[1]
    if (size === undefined) return pieces.length === 0 ? null : Buffer.concat(pieces)
    const length = Number.parseInt(size, 16)
    if (length === 0) return Buffer.concat(pieces)
    pieces.push(body.subarray(end + 2, end + 2 + length))
    at = end + 2 + length + 2
  }
}
