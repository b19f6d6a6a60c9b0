import type { FetchedPage, PageFailure, PageResult, PageSource } from '@enrichify/domain'
import { archiveUrlKey } from './archive-url-key.ts'
import { indexWarc, type ArchiveEntry } from './index-warc.ts'
import { readRecordAt } from './read-record-at.ts'
import type { WarcRecord } from './read-warc.ts'
import { parseArchivedResponse, type ArchivedResponse } from './warc-http.ts'

/** All captures under a key, in any order; from a table, or from `createArchiveIndex`. */
export type ArchiveLookup = (urlKey: string) => Promise<readonly ArchiveEntry[]>

export interface ArchiveSourceSettings {
  lookup: ArchiveLookup
  /** From the file name in the index to a path. When left out: unchanged. */
  resolveFile?: (file: string) => string
  maxBodyBytes?: number
  maxRedirects?: number
}

type Failed = Extract<PageResult, { ok: false }>

/**
 * A `PageSource` that fetches nothing: pages out of WARC files. A URL matches whatever its scheme, `www.`, slash at
 * the end, fragment and order of query. Redirects in the archive are followed. A page that was never captured is
 * `not_in_archive` with status null; an archived 404 is `not_found`.
 */
export function createArchiveSource(settings: ArchiveSourceSettings): PageSource {
  const { lookup, resolveFile = (file) => file, maxBodyBytes = 64 * 1024 * 1024, maxRedirects = 10 } = settings

  const load = async (entry: ArchiveEntry): Promise<{ record: WarcRecord; response: ArchivedResponse | null }> => {
    const record = await readRecordAt(resolveFile(entry.file), entry.offset, entry.length)
    return { record, response: parseArchivedResponse(record, { maxBodyBytes }) }
  }

  /** A revisit says “as before” and has no body. The capture that it refers to has one. */
  const original = async (record: WarcRecord, entry: ArchiveEntry): Promise<ArchivedResponse | null> => {
    const key = archiveUrlKey(record.headers['warc-refers-to-target-uri'] ?? entry.url)
    const when = Date.parse(record.headers['warc-refers-to-date'] ?? '')
    const others = (await lookup(key)).filter((other) => other.file !== entry.file || other.offset !== entry.offset)
    const ordered = [...others].sort((a, b) => Number(b.date === when) - Number(a.date === when) || b.date - a.date)
    for (const other of ordered) {
      const loaded = await load(other)
      if (loaded.record.type !== 'revisit' && loaded.response !== null) return loaded.response
    }
    return null
  }

  return {
    async read(url, options = {}) {
      let target = url
      const seen = new Set<string>()
      for (let hop = 0; ; hop++) {
        options.signal?.throwIfAborted()
        const captures = await lookup(archiveUrlKey(target))
        const entry = bestCapture(
          captures.filter((capture) => !seen.has(placeOf(capture))),
          target,
        )
        if (entry === undefined) {
          if (captures.length > 0) return fail('redirect_loop', null, 'The archived pages redirect in a circle.')
          return fail('not_in_archive', null, 'This page was never captured.')
        }
        seen.add(placeOf(entry))
        const { record, response: found } = await load(entry)
        const response =
          record.type === 'revisit' && (found === null || found.body.byteLength === 0)
            ? ((await original(record, entry)) ?? found)
            : found
        if (response === null) return fail('too_large', entry.status, 'The archived page is larger than the limit.')
        const location = response.headers.location
        if (
          response.status >= 300 &&
          response.status < 400 &&
          location !== undefined &&
          URL.canParse(location, entry.url)
        ) {
          if (hop >= maxRedirects) return fail('redirect_loop', null, 'The archived pages redirect in a circle.')
          target = new URL(location, entry.url).href
          continue
        }
        if (response.status < 200 || response.status > 299)
          return fail(failureOf(response.status), response.status, `The archived answer is ${response.status}.`)
        const page: FetchedPage = {
          url,
          finalUrl: entry.url,
          status: response.status,
          headers: { ...response.headers },
          body: response.body,
          fetchedAt: entry.date,
          via: 'archive',
        }
        return { ok: true, page }
      }
    },
  }
}

const placeOf = (entry: ArchiveEntry): string => `${entry.file}:${entry.offset}`

function fail(failure: PageFailure, status: number | null, detail: string): Failed {
  return { ok: false, failure, status, detail }
}

function failureOf(status: number): PageFailure {
  if (status === 404 || status === 410) return 'not_found'
  return status >= 400 && status < 500 ? 'page_blocked' : 'unreachable'
}

// A page before a redirect before an error. Among equals the exact URL, then the latest.
function bestCapture(entries: readonly ArchiveEntry[], url: string): ArchiveEntry | undefined {
  const rank = (entry: ArchiveEntry): number => (entry.status < 300 ? 0 : entry.status < 400 ? 1 : 2)
  return [...entries].sort(
    (a, b) => rank(a) - rank(b) || Number(b.url === url) - Number(a.url === url) || b.date - a.date,
  )[0]
}

/** An index of WARC files in memory, for archives of a few hundred thousand pages and for tests. */
export async function createArchiveIndex(
  files: readonly string[],
): Promise<{ lookup: ArchiveLookup; entries: readonly ArchiveEntry[] }> {
  const byKey = new Map<string, ArchiveEntry[]>()
  const entries: ArchiveEntry[] = []
  for (const file of files) {
    for await (const entry of indexWarc(file)) {
      entries.push(entry)
      const known = byKey.get(entry.urlKey)
      if (known === undefined) byKey.set(entry.urlKey, [entry])
      else known.push(entry)
    }
  }
  return { entries, lookup: async (urlKey) => byKey.get(urlKey) ?? [] }
}
