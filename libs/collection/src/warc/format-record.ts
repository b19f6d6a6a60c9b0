import { createHash } from 'node:crypto'
import type { FetchedPage } from '@enrichify/domain'

const RESPONSE = 'application/http;msgtype=response'

/** SHA-256 of a body in lower-case hex: the name under which equal pages are one blob. */
export function bodyDigest(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex')
}

export interface RecordContext {
  /** A UUID. */
  id: string
  digest: string
}

// They describe the bytes on the wire. Our body is decoded, and a reader that believed them would fail.
const wireHeaders = new Set(['content-encoding', 'transfer-encoding', 'content-length'])

/** A page as a WARC 1.1 `response` record, body decoded, with the headers of the wire under `x-archive-orig-`. */
/** Answers of services are stored as well as pages. */
export type RecordedPage = Omit<FetchedPage, 'via'> & { via: string }

export function formatPageRecord(page: RecordedPage, context: RecordContext): Buffer {
  const lines = Object.entries(page.headers).map(([name, value]) =>
    headerLine(wireHeaders.has(name) ? `x-archive-orig-${name}` : name, value),
  )
  const message = [
    'HTTP/1.1 ',
    String(page.status),
    ' \r\n',
    ...lines,
    headerLine('content-length', String(page.body.byteLength)),
    '\r\n',
  ].join('')
  const block = Buffer.concat([Buffer.from(message, 'latin1'), page.body])
  const extra = { 'WARC-Payload-Digest': `sha256:${context.digest}`, 'WARC-Enrichify-Via': page.via }
  return formatRecord(
    { type: 'response', url: page.finalUrl, date: page.fetchedAt, id: context.id, contentType: RESPONSE, extra },
    block,
  )
}

/** Records that `page.url` led to `page.finalUrl`, as one redirect. The hops between are not stored. */
export function formatRedirectRecord(page: RecordedPage, id: string): Buffer {
  const block = Buffer.from(
    `HTTP/1.1 302 \r\n${headerLine('location', page.finalUrl)}content-length: 0\r\n\r\n`,
    'latin1',
  )
  const extra = { 'WARC-Enrichify-Note': 'redirects-collapsed' }
  return formatRecord(
    { type: 'response', url: page.url, date: page.fetchedAt, id, contentType: RESPONSE, extra },
    block,
  )
}

/** The `warcinfo` record that opens a file. */
export function formatInfoRecord(software: string, date: number, id: string): Buffer {
  return formatRecord(
    { type: 'warcinfo', url: null, date, id, contentType: 'application/warc-fields' },
    Buffer.from(`software: ${oneLine(software)}\r\nformat: WARC File Format 1.1\r\n`),
  )
}

interface RecordHead {
  type: string
  url: string | null
  date: number
  id: string
  contentType: string
  extra?: Record<string, string>
}

function formatRecord({ type, url, date, id, contentType, extra = {} }: RecordHead, block: Buffer): Buffer {
  const head = [
    'WARC/1.1\r\n',
    headerLine('WARC-Type', type),
    headerLine('WARC-Record-ID', `<urn:uuid:${id}>`),
    headerLine('WARC-Date', new Date(date).toISOString()),
    url === null ? '' : headerLine('WARC-Target-URI', url),
    ...Object.entries(extra).map(([name, value]) => headerLine(name, value)),
    headerLine('Content-Type', contentType),
    headerLine('Content-Length', String(block.byteLength)),
    '\r\n',
  ].join('')
  return Buffer.concat([Buffer.from(head, 'utf8'), block, Buffer.from('\r\n\r\n')])
}

// A line break inside a value would let a server write its own records.
const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ')
const headerLine = (name: string, value: string): string => `${oneLine(name)}: ${oneLine(value)}\r\n`
