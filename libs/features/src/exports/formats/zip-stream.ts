import { Readable } from 'node:stream'
import ZipStream from 'zip-stream'

export interface ZipEntry {
  name: string
  body: AsyncIterable<string> | Iterable<string>
}

/** The same content gives the same bytes: the earliest date that a ZIP file can have. */
const DATE = new Date(Date.UTC(1980, 0, 1))
/** For sheet XML, nearly as small as the default and several times faster. */
const LEVEL = 3

/**
 * A ZIP file as a stream, with Zip64 where needed. Each entry is compressed while it is produced, one after another.
 */
export async function* zipStream(entries: Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const zip = new ZipStream({ level: LEVEL })
  const filled = fill(zip, entries)
  // An error in an entry ends the stream, and the stream throws it.
  filled.catch((error: Error) => zip.destroy(error))
  yield* zip as AsyncIterable<Buffer>
  await filled
}

async function fill(zip: ZipStream, entries: Iterable<ZipEntry>): Promise<void> {
  for (const { name, body } of entries) await addEntry(zip, name, body)
  zip.finish()
}

function addEntry(zip: ZipStream, name: string, body: ZipEntry['body']): Promise<void> {
  return new Promise((done, fail) => {
    const source = Readable.from(body, { objectMode: false })
    source.once('error', fail)
    zip.entry(source, { name, date: DATE }, (error) => (error ? fail(error) : done()))
  })
}
