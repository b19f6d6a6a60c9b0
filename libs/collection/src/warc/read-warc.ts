import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { constants, createGunzip } from 'node:zlib'
import { createByteReader, type ByteReader } from './byte-reader.ts'

/** One WARC record. Names of `headers` are lower case; a repeated header has its first value. */
export interface WarcRecord {
  version: '1.0' | '1.1'
  /** `response`, `revisit`, `resource`, `request`, `warcinfo`, `metadata`, `conversion`, … */
  type: string
  headers: Record<string, string>
  /** WARC-Target-URI without the angle brackets that old writers put around it. */
  url: string | null
  /** Milliseconds since the epoch, or null. */
  date: number | null
  /** The block: for `response` the HTTP message as it was saved. */
  content: Buffer
  /** The block was longer than the cap, or the file ends inside it. */
  truncated: boolean
  /** Where the record starts in the uncompressed file. */
  offset: number
}

export interface ReadWarcOptions {
  /** How many bytes of a block are kept. The rest is read over. */
  maxRecordBytes?: number
  /** After so many bytes of the uncompressed file reading stops, against files that unfold without end. */
  maxTotalBytes?: number
  /** Told when the file ends inside the head of a record, or has something else after its records. */
  onTorn?: () => void
}

const maxLineBytes = 64 * 1024
const maxHeaderLines = 1_000
// Blank lines between records, and stray bytes that some writers leave. With more of them it is not a WARC.
const maxStrayLines = 1_000

/**
 * Reads a WARC 1.0 or 1.1 file or stream, plain or gzip (a member per record or one for all), record by record in
 * constant memory. A torn tail ends the reading or yields one `truncated` record. Throws when it is not a WARC at
 * all, and passes on what the source throws.
 */
export async function* readWarc(
  source: string | AsyncIterable<Uint8Array>,
  options: ReadWarcOptions = {},
): AsyncGenerator<WarcRecord, void, undefined> {
  const { maxRecordBytes = 64 * 1024 * 1024, maxTotalBytes = Number.POSITIVE_INFINITY } = options
  const input =
    typeof source === 'string' ? createReadStream(source, { highWaterMark: 256 * 1024 }) : Readable.from(source)
  try {
    const reader = createByteReader(await unzipped(input))
    for (let first = true; reader.position <= maxTotalBytes; first = false) {
      const record = await readRecord(reader, maxRecordBytes)
      if (record === 'not-warc' && first) throw new Error('This is not a WARC file.')
      if (record === null) return
      if (typeof record === 'string') return options.onTorn?.()
      yield record
    }
  } finally {
    input.destroy()
  }
}

/**
 * Gunzips when the first two bytes say gzip. With a synchronous final flush a torn tail is an end, and not an error
 * that swallows the data before it.
 */
async function unzipped(input: Readable): Promise<AsyncIterable<Uint8Array>> {
  const pieces = input[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  let head: Buffer = Buffer.alloc(0)
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    head = Buffer.concat([head, next.value])
    if (head.length >= 2) break
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) return all()
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 256 * 1024 })
  const compressed = Readable.from(all())
  compressed.on('error', (error) => gunzip.destroy(error))
  return compressed.pipe(gunzip)
}

async function readRecord(
  reader: ByteReader,
  maxRecordBytes: number,
): Promise<WarcRecord | null | 'not-warc' | 'torn'> {
  let offset = reader.position
  let version = await reader.line(maxLineBytes)
  for (let stray = 0; version !== null && !/^WARC\/\d/.test(version); stray++) {
    if (stray >= maxStrayLines || (stray === 0 && version !== '' && !isPrintable(version))) return 'not-warc'
    offset = reader.position
    version = await reader.line(maxLineBytes)
  }
  if (version === null) return null
  const headers = await readHeaders(reader)
  if (headers === null) return 'torn'
  const announced = Number(headers['content-length'])
  if (!Number.isSafeInteger(announced) || announced < 0) return 'not-warc'
  const { kept, seen } = await reader.bytes(announced, maxRecordBytes)
  return {
    version: version.startsWith('WARC/1.1') ? '1.1' : '1.0',
    type: (headers['warc-type'] ?? '').toLowerCase(),
    headers,
    url: headers['warc-target-uri']?.replace(/^<|>$/g, '') ?? null,
    date: readDate(headers['warc-date']),
    content: kept,
    truncated: seen < announced || kept.length < announced,
    offset,
  }
}

/** Header lines up to the blank one, folded lines joined; null when the file ends first. */
export async function readHeaders(reader: ByteReader): Promise<Record<string, string> | null> {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>
  let last = ''
  for (let count = 0; count < maxHeaderLines; count++) {
    const line = await reader.line(maxLineBytes)
    if (line === null) return null
    if (line === '') return headers
    if (/^[ \t]/.test(line) && last !== '') {
      headers[last] += ` ${line.trim()}`
      continue
    }
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    last = line.slice(0, colon).trim().toLowerCase()
    headers[last] ??= line.slice(colon + 1).trim()
  }
  return headers
}

const isPrintable = (text: string): boolean => !/[^\P{Cc}\t\v\f\r\n]/u.test(text)

function readDate(text: string | undefined): number | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : ms
}
