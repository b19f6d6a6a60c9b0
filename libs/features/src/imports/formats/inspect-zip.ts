import { open, type FileHandle } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { Refused } from '@enrichify/domain/values'

export interface ZipEntry {
  name: string
  compressed: number
  uncompressed: number
  method: number
  offset: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL_HEADER = 30
const STORED = 0
const DEFLATED = 8
const CHUNK = 32 * 1024
/** A sheet that unpacks to more than this is a ZIP bomb. */
const MAX_UNPACKED = 4 * 1024 ** 3
/**
 * So is one with a part that is packed tighter than real parts are: in workbooks of many programs the tightest has a
 * ratio of 15, and a million rows of one value have 60. Small parts may be anything.
 */
const MAX_RATIO = 150
const SMALL_PART = 1_000_000
const MAX_ENTRIES = 10_000

const broken = () =>
  new Refused(
    'xlsx_broken',
    'This file is not an Excel workbook, or it is damaged. Save it again as .xlsx or as CSV.',
    'unprocessable',
  )

/** The directory of a ZIP file. Refused if unpacking it would exhaust the machine. */
export async function inspectZip(path: string): Promise<ZipEntry[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 66_000))
    await file.read(tail, 0, tail.length, size - tail.length)
    let end = tail.length - 22
    while (end >= 0 && tail.readUInt32LE(end) !== END) end--
    if (end < 0) throw broken()
    const [count, length, start] = [
      tail.readUInt16LE(end + 10),
      tail.readUInt32LE(end + 12),
      tail.readUInt32LE(end + 16),
    ]
    if (count > MAX_ENTRIES || start + length > size) throw broken()
    const directory = Buffer.alloc(length)
    await file.read(directory, 0, length, start)
    const entries: ZipEntry[] = []
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === CENTRAL;) {
      const nameLength = directory.readUInt16LE(at + 28)
      entries.push({
        method: directory.readUInt16LE(at + 10),
        compressed: directory.readUInt32LE(at + 20),
        uncompressed: directory.readUInt32LE(at + 24),
        offset: directory.readUInt32LE(at + 42),
        name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      })
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    if (overlap(entries, start)) throw broken()
    const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressed, 0)
    if (
      unpacked > MAX_UNPACKED ||
      entries.some((entry) => entry.uncompressed > Math.max(SMALL_PART, entry.compressed * MAX_RATIO))
    )
      throw new Refused(
        'xlsx_bomb',
        'This workbook unpacks to an unreasonable size and was not opened.',
        'unprocessable',
      )
    return entries
  } finally {
    await file.close()
  }
}

/** Parts that share bytes, or reach into the directory. Some programs read such a file in other ways than others do. */
function overlap(entries: readonly ZipEntry[], directory: number): boolean {
  const sorted = entries.toSorted((one, other) => one.offset - other.offset)
  return sorted.some(
    ({ offset, compressed }, index) => offset + LOCAL_HEADER + compressed > (sorted[index + 1]?.offset ?? directory),
  )
}

/** What an entry contains, unpacked as it is asked for; never more than it claims. */
export async function* readZipEntry(
  path: string,
  { offset, compressed, uncompressed, method }: ZipEntry,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  if (method !== STORED && method !== DEFLATED) throw broken()
  const file = await open(path)
  try {
    const header = Buffer.alloc(LOCAL_HEADER)
    await file.read(header, 0, LOCAL_HEADER, offset)
    const start = offset + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28)
    let unpacked = 0
    for await (const chunk of unpack(packedBytes(file, start, compressed, onRead), method)) {
      unpacked += chunk.length
      if (unpacked > uncompressed) throw broken()
      yield chunk
    }
    if (unpacked < uncompressed) throw broken()
  } finally {
    await file.close()
  }
}

async function* packedBytes(file: FileHandle, start: number, length: number, onRead: (bytes: number) => void) {
  for (let at = 0; at < length;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(CHUNK, length - at)), 0, null, start + at)
    if (bytesRead === 0) throw broken()
    at += bytesRead
    onRead(bytesRead)
    yield buffer.subarray(0, bytesRead)
  }
}

function unpack(packed: AsyncGenerator<Buffer>, method: number): AsyncIterable<Buffer> {
  if (method === STORED) return packed
  const inflate = createInflateRaw({ chunkSize: CHUNK })
  // The caller meets what goes wrong in what they read; when they stop, the source is let go of, too.
  pipeline(Readable.from(packed), inflate, () => undefined)
  return inflate
}
