import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWarcWriter } from '@enrichify/collection'

/** A WARC archive of these pages. */
export async function warcOf(pages: Readonly<Record<string, string>>): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'enrichify-warc-'))
  try {
    const writer = await createWarcWriter({ directory, name: 'pages' })
    let file = ''
    for (const [url, html] of Object.entries(pages))
      ({ file } = await writer.append({
        url,
        finalUrl: url,
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: Buffer.from(html),
        fetchedAt: 1_760_000_000_000,
        via: 'http',
      }))
    await writer.close()
    return await readFile(join(directory, file))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
