import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FetchedPage } from '@enrichify/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createArchiveIndex, createArchiveSource } from './archive-source.ts'
import { indexWarc } from './index-warc.ts'
import { readRecordAt } from './read-record-at.ts'
import { readWarc } from './read-warc.ts'
import { parseArchivedResponse } from './warc-http.ts'
import { createWarcWriter } from './warc-writer.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'warc-'))
})
afterEach(() => rm(directory, { recursive: true }))

const page = (path: string, body = `<p>${path}</p>`, extra: Partial<FetchedPage> = {}): FetchedPage => ({
  url: `https://example.com${path}`,
  finalUrl: `https://example.com${path}`,
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip', 'x-evil': 'a\r\n\r\nWARC/1.1' },
  body: Buffer.from(body),
  fetchedAt: 1_700_000_000_000,
  via: 'http',
  ...extra,
})

const record = (url: string, message: string | Buffer, type = 'response', extra = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: <${url}>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n` +
        `${extra}Content-Length: ${Buffer.byteLength(message)}\r\n\r\n`,
    ),
    Buffer.from(message),
    Buffer.from('\r\n\r\n'),
  ])
const http = (status: number, headers: string, body: string | Buffer = ''): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${headers}\r\n\r\n`), Buffer.from(body)])
const urlsOf = async (file: string): Promise<(string | null)[]> =>
  (await Array.fromAsync(readWarc(file))).map((found) => found.url)

describe('writer', () => {
  it('gives back by place what was appended, all at once', async () => {
    const writer = await createWarcWriter({ directory })
    const pending = Promise.all(Array.from({ length: 20 }, (_, n) => writer.append(page(`/${n}`))))
    // What was begun before the end is still written.
    await writer.close()
    const places = await pending
    expect(new Set(places.map((place) => place.file)).size).toBe(1)
    const third = places[3]
    if (third === undefined) throw new Error('missing')
    const found = await readRecordAt(join(directory, third.file), third.offset, third.length)
    expect(found.headers['warc-payload-digest']).toBe(`sha256:${third.digest}`)
    const response = parseArchivedResponse(found)
    expect(Buffer.from(response?.body ?? []).toString()).toBe('<p>/3</p>')
    expect(response?.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-archive-orig-content-encoding': 'gzip',
    })
    expect(await urlsOf(join(directory, third.file))).toHaveLength(21)
    await expect(writer.append(page('/x'))).rejects.toThrow('closed')
  })

  it('keeps a redirect, so that the page is found by both of its URLs', async () => {
    const writer = await createWarcWriter({ directory, fsync: false })
    const { file } = await writer.append(page('/new', 'here', { url: 'http://old.example/' }))
    await writer.close()
    const { lookup } = await createArchiveIndex([join(directory, file)])
    const source = createArchiveSource({ lookup })
    expect(await source.read('http://old.example')).toMatchObject({
      ok: true,
      page: { finalUrl: 'https://example.com/new', via: 'archive', fetchedAt: 1_700_000_000_000 },
    })
    expect(await source.read('http://www.example.com/new/')).toMatchObject({ ok: true })
  })

  it('starts a new file at the limit and goes on with the newest', async () => {
    let writer = await createWarcWriter({ directory, maxFileBytes: 2_000, fsync: false })
    const files = new Set<string>()
    for (let n = 0; n < 20; n++) files.add((await writer.append(page(`/${n}`))).file)
    await writer.close()
    expect(files.size).toBeGreaterThan(2)
    writer = await createWarcWriter({ directory, maxFileBytes: 1_000_000, fsync: false })
    expect(files).toContain((await writer.append(page('/last'))).file)
    await writer.close()
  })

  it('cuts a torn tail wherever the crash was, and loses no whole record', async () => {
    const writer = await createWarcWriter({ directory, fsync: false })
    const first = await writer.append(page('/1'))
    const second = await writer.append(page('/2'))
    await writer.close()
    const file = join(directory, first.file)
    const whole = await readFile(file)
    for (let cut = second.offset; cut < whole.length; cut += 7) {
      await writeFile(file, whole.subarray(0, cut))
      const again = await createWarcWriter({ directory, fsync: false })
      const third = await again.append(page('/3'))
      await again.close()
      expect(third.offset).toBe(second.offset)
      expect(await urlsOf(file)).toEqual([null, 'https://example.com/1', 'https://example.com/3'])
    }
    // The length reached the disk and the bytes did not.
    await writeFile(
      file,
      Buffer.concat([whole.subarray(0, second.offset + 40), Buffer.alloc(whole.length - second.offset - 40)]),
    )
    const again = await createWarcWriter({ directory, fsync: false })
    expect((await again.append(page('/3'))).offset).toBe(second.offset)
    await again.close()
  })
})

describe('reader', () => {
  const records = [
    record('http://a.example/1', http(200, 'Content-Type: text/html', 'one')),
    record('http://a.example/2', http(200, 'Content-Type: text/html', 'two')),
  ]
  const shapes = {
    plain: Buffer.concat(records),
    members: Buffer.concat(records.map((found) => gzipSync(found))),
    whole: gzipSync(Buffer.concat(records)),
  }

  it.each(Object.entries(shapes))('reads %s, in pieces of any size', async (_, bytes) => {
    for (const size of [1, 7, 100_000]) {
      async function* pieces() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
      }
      const found = await Array.fromAsync(readWarc(pieces()))
      expect(
        found.map((one) => [one.version, one.url, Buffer.from(parseArchivedResponse(one)?.body ?? []).toString()]),
      ).toEqual([
        ['1.0', 'http://a.example/1', 'one'],
        ['1.0', 'http://a.example/2', 'two'],
      ])
    }
  })

  it.each(Object.entries(shapes))('yields what is whole of torn %s', async (_, bytes) => {
    for (let cut = 1; cut < bytes.length - 10; cut += 5) {
      const found = await Array.fromAsync(
        readWarc([bytes.subarray(0, bytes.length - cut)] as unknown as AsyncIterable<Uint8Array>),
      )
      for (const one of found)
        expect(one.truncated || one.content.toString().endsWith(one.url === 'http://a.example/1' ? 'one' : 'two')).toBe(
          true,
        )
    }
  })

  it('says so when it is no WARC, and caps what unfolds', async () => {
    const reading = (bytes: Buffer) =>
      Array.fromAsync(readWarc([bytes] as unknown as AsyncIterable<Uint8Array>, { maxRecordBytes: 1_000 }))
    await expect(reading(Buffer.from([0, 1, 2, 3]))).rejects.toThrow('not a WARC')
    await expect(reading(Buffer.from('hello\n'.repeat(5_000)))).rejects.toThrow('not a WARC')
    await expect(reading(gzipSync(Buffer.alloc(50_000_000)))).rejects.toThrow('not a WARC')
    const [bomb] = await reading(gzipSync(record('http://a.example/', http(200, '', Buffer.alloc(50_000_000)))))
    expect(bomb).toMatchObject({ truncated: true })
    expect(bomb?.content.length).toBe(1_000)
  })

  it('undoes chunks and compression, and believes the bytes where they contradict the header', async () => {
    const bodyOf = async (headers: string, body: Buffer) => {
      const [found] = await Array.fromAsync(
        readWarc([record('http://a.example/', http(200, headers, body))] as unknown as AsyncIterable<Uint8Array>),
      )
      const response = found === undefined ? null : parseArchivedResponse(found, { maxBodyBytes: 1_000_000 })
      return response === null ? null : Buffer.from(response.body).toString()
    }
    expect(await bodyOf('Transfer-Encoding: chunked', Buffer.from('3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n'))).toBe(
      'abcde',
    )
    expect(await bodyOf('Transfer-Encoding: chunked', Buffer.from('already decoded'))).toBe('already decoded')
    expect(await bodyOf('Content-Encoding: gzip', gzipSync('zipped'))).toBe('zipped')
    expect(await bodyOf('Content-Encoding: br, gzip', gzipSync(brotliCompressSync('nested')))).toBe('nested')
    expect(await bodyOf('Content-Encoding: gzip', Buffer.from('already decoded'))).toBe('already decoded')
    expect(await bodyOf('Content-Encoding: gzip', gzipSync(Buffer.alloc(5_000_000)))).toBeNull()
  })
})

describe('index and source', () => {
  it('finds pages, follows redirects and revisits, and tells never captured from archived 404', async () => {
    const file = join(directory, 'x.warc.gz')
    const parts = [
      record('http://a.example/', http(301, 'Location: https://www.a.example/home')),
      record('https://www.a.example/home', http(200, 'Content-Type: text/html', 'home')),
      record('http://a.example/gone', http(404, 'Content-Type: text/html', 'no')),
      record('http://a.example/loop1', http(302, 'Location: /loop2')),
      record('http://a.example/loop2', http(302, 'Location: /loop1')),
      record(
        'http://a.example/again',
        http(200, 'Content-Type: text/html'),
        'revisit',
        'WARC-Refers-To-Target-URI: https://www.a.example/home\r\n',
      ),
      record('http://a.example/secure', http(301, 'Location: https://a.example/secure')),
      record('https://a.example/secure', http(200, 'Content-Type: text/html', 'secure')),
      record('http://a.example/away', http(302, 'Location: http://b.example/')),
    ]
    for (const bytes of [Buffer.concat(parts.map((part) => gzipSync(part))), Buffer.concat(parts)]) {
      await writeFile(file, bytes)
      const { lookup, entries } = await createArchiveIndex([file])
      expect(entries).toHaveLength(parts.length)
      expect(entries[1]).toMatchObject({
        urlKey: 'a.example/home',
        status: 200,
        mime: 'text/html',
        date: Date.UTC(2020, 0, 1),
      })
      const source = createArchiveSource({ lookup })
      const bodyOf = async (url: string) => {
        const result = await source.read(url)
        return result.ok ? Buffer.from(result.page.body).toString() : [result.failure, result.status]
      }
      expect(await bodyOf('https://a.example')).toBe('home')
      expect(await bodyOf('http://a.example/again')).toBe('home')
      expect(await bodyOf('http://a.example/secure#x')).toBe('secure')
      expect(await bodyOf('http://a.example/gone')).toEqual(['not_found', 404])
      expect(await bodyOf('http://a.example/never')).toEqual(['not_in_archive', null])
      expect(await bodyOf('http://a.example/away')).toEqual(['not_in_archive', null])
      expect(await bodyOf('http://a.example/loop1')).toEqual(['redirect_loop', null])
    }
    await expect(source(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
    async function source(signal: AbortSignal) {
      return createArchiveSource({ lookup: async () => [] }).read('http://a.example/', { signal })
    }
  })

  it('refuses an index over a file compressed as a whole, and skips a torn tail', async () => {
    const file = join(directory, 'x.warc.gz')
    const two = [record('http://a.example/1', http(200, '', 'one')), record('http://a.example/2', http(200, '', 'two'))]
    await writeFile(file, gzipSync(Buffer.concat(two)))
    await expect(Array.fromAsync(indexWarc(file))).rejects.toThrow('as a whole')
    await writeFile(file, Buffer.concat(two.map((one) => gzipSync(one))))
    await truncate(file, (await readFile(file)).length - 3)
    let damages = 0
    expect(await Array.fromAsync(indexWarc(file, { onDamage: () => damages++ }))).toHaveLength(1)
    expect(damages).toBe(1)
    await appendFile(file, 'garbage')
    expect(await Array.fromAsync(indexWarc(file))).toHaveLength(1)
  })
})

const corpus = resolve(
  process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../shared/data'),
  'web/small-business.warc.gz',
)
describe.skipIf(!existsSync(corpus))(
  `the archive of small businesses${existsSync(corpus) ? '' : ` (skipped: ${corpus} is absent, set CORPORA_DIR)`}`,
  () => {
    it('is read through the index as it is from front to back', async () => {
      const { lookup, entries } = await createArchiveIndex([corpus])
      expect(entries).toHaveLength(188)
      const source = createArchiveSource({ lookup })
      for await (const found of readWarc(corpus)) {
        if (found.type !== 'response' || found.url === null) continue
        const result = await source.read(found.url)
        const response = parseArchivedResponse(found)
        if (response?.status === 200) expect(result.ok && Buffer.compare(result.page.body, response.body)).toBe(0)
      }
    })
  },
)
