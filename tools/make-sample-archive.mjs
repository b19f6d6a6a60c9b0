// Packs libs/features/assets/sample-web into sample-web.warc.gz. The same pages give the same bytes.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const assets = fileURLToPath(new URL('../libs/features/assets/', import.meta.url))
const root = join(assets, 'sample-web')
const DATE = '2026-11-01T09:00:00Z'

function record(type, headers, content) {
  const id = createHash('sha256').update(type).update(JSON.stringify(headers)).update(content).digest('hex')
  const uuid = `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20, 32)}`
  const head = [
    'WARC/1.1',
    `WARC-Type: ${type}`,
    `WARC-Record-ID: <urn:uuid:${uuid}>`,
    `WARC-Date: ${DATE}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${content.length}`,
    '',
    '',
  ]
  // From the sixth byte on, a gzip header contains the time, which Node leaves at zero.
  return gzipSync(Buffer.concat([Buffer.from(head.join('\r\n')), content, Buffer.from('\r\n\r\n')]), { level: 9 })
}

/** A page is stored under the address that its site's links use: with or without `.html`. */
function addressOf(path) {
  const host = path.split('/')[0]
  const bare = path.replace(/(?:\/)?index\.html$/, '/')
  if (bare !== path) return `https://${bare}`
  const short = path.slice(host.length).replace(/\.html$/, '')
  return readFileSync(join(root, host, 'index.html'), 'utf8').includes(`href="${short}"`)
    ? `https://${host}${short}`
    : `https://${path}`
}

const files = readdirSync(root, { recursive: true })
  .filter((name) => statSync(join(root, name)).isFile() && name.endsWith('.html'))
  .sort()
const parts = [
  record(
    'warcinfo',
    { 'Content-Type': 'application/warc-fields' },
    Buffer.from('software: Enrichify\r\nformat: WARC File Format 1.1\r\n'),
  ),
]
for (const file of files) {
  const path = relative(root, join(root, file)).split(sep).join('/')
  const url = addressOf(path)
  const body = readFileSync(join(root, file))
  const http = Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n`,
  )
  parts.push(
    record(
      'response',
      { 'WARC-Target-URI': url, 'Content-Type': 'application/http;msgtype=response' },
      Buffer.concat([http, body]),
    ),
  )
}
writeFileSync(join(assets, 'sample-web.warc.gz'), Buffer.concat(parts))
console.log(`${files.length} pages, ${Buffer.concat(parts).length} bytes`)
