import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Scheme, `www.` and a last slash do not make another page in the archive. */
export function archiveKey(url: string): string {
  return url.replace(/^https?:\/\//i, '').replace(/^www\./i, '').replace(/#.*$/, '').replace(/\/+$/, '').toLowerCase()
}

/** The HTML bodies of a WARC's response records by `archiveKey`; bodies are UTF-8 and without content coding, as in the small-business archive. */
export function readArchive(path: string): Map<string, { url: string; html: string }> {
  const bytes = gunzipSync(readFileSync(path))
  const pages = new Map<string, { url: string; html: string }>()
  for (let at = 0; at < bytes.length; ) {
    const headEnd = bytes.indexOf('\r\n\r\n', at)
    if (headEnd < 0) break
    const head = bytes.toString('latin1', at, headEnd)
    const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0)
    const body = bytes.subarray(headEnd + 4, headEnd + 4 + length)
    const url = /^warc-target-uri:\s*<?(\S+?)>?\s*$/im.exec(head)?.[1]
    const split = body.indexOf('\r\n\r\n')
    if (url && /^warc-type:\s*response/im.test(head) && split > 0 && body.toString('latin1', 0, 20).includes(' 200')) {
      pages.set(archiveKey(url), { url, html: body.toString('utf8', split + 4) })
    }
    at = headEnd + 4 + length
    while (bytes[at] === 13 || bytes[at] === 10) at += 1
  }
  return pages
}
