import { randomUUID } from 'node:crypto'
import type { EvidenceSegment, EvidenceText } from '@enrichify/domain'
import type { Tx } from '../database.ts'

export interface NewCapture {
  url: string
  urlKey: string
  finalUrl: string
  status: number
  via: 'http' | 'browser' | 'archive' | 'service'
  fetchedAt: Date
  headers: Record<string, string>
  contentType: string
  charset: string
  bytes: number
  archiveId: string | null
  blob: { digest: string; warcFile: string; warcOffset: number; warcLength: number }
  text: { hash: string; version: number; text: string; segments: EvidenceSegment[] }
}

export interface CaptureRow {
  id: string
  url: string
  finalUrl: string
  status: number
  via: 'http' | 'browser' | 'archive' | 'service'
  fetchedAt: Date
  contentType: string
  charset: string
  bytes: number
  digest: string
  warcFile: string
  warcOffset: number
  warcLength: number
  textHash: string
  textVersion: number
}

export interface FoundPage extends EvidenceText {
  captureId: string
  url: string
  fetchedAt: Date
}

const CAPTURE = `c.id, c.url, c.final_url as "finalUrl", c.status, c.via, c.fetched_at as "fetchedAt",
  c.content_type as "contentType", c.charset, c.bytes, c.digest,
  b.warc_file as "warcFile", b.warc_offset as "warcOffset", b.warc_length as "warcLength",
  c.text_hash as "textHash", c.text_version as "textVersion"`

/** Pages as fetched. A capture belongs to a workspace; bodies are stored once per content. */
export class CaptureRepository {
  find(tx: Tx, id: string): Promise<CaptureRow | null> {
    return tx
      .query<CaptureRow>(`select ${CAPTURE} from captures c join blobs b on b.digest = c.digest where c.id = $1`, [id])
      .then((found) => found[0] ?? null)
  }

  /** The capture of a URL from this archive (of any age), or from the live web since `since`. */
  async findFresh(tx: Tx, urlKey: string, archiveId: string | null, since: Date): Promise<CaptureRow | null> {
    const [found] = await tx.query<CaptureRow>(
      `select ${CAPTURE} from captures c join blobs b on b.digest = c.digest
       where c.url_key = $1 and c.via <> 'service' and c.archive_id is not distinct from $2
         and ($2 is not null or c.fetched_at >= $3)
       order by c.created_at desc
       limit 1`,
      [urlKey, archiveId, since],
    )
    return found ?? null
  }

  /** True when a capture of this workspace has the body already. */
  async hasBlob(tx: Tx, digest: string): Promise<boolean> {
    return (await tx.query('select from blobs where digest = $1', [digest])).length > 0
  }

  async save(tx: Tx, capture: NewCapture): Promise<string> {
    const id = randomUUID()
    const { blob, text } = capture
    await tx.query(
      `insert into blobs (digest, warc_file, warc_offset, warc_length, bytes)
       values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [blob.digest, blob.warcFile, blob.warcOffset, blob.warcLength, capture.bytes],
    )
    await tx.query(
      `insert into evidence_texts (workspace_id, hash, version, text, segments)
       values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [tx.workspaceId, text.hash, text.version, text.text, JSON.stringify(text.segments)],
    )
    await tx.query(
      `insert into captures (
         workspace_id, id, url, url_key, final_url, status, via, fetched_at, headers, content_type, charset,
         digest, bytes, text_hash, text_version, archive_id
       )
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        tx.workspaceId,
        id,
        capture.url,
        capture.urlKey,
        capture.finalUrl,
        capture.status,
        capture.via,
        capture.fetchedAt,
        JSON.stringify(capture.headers),
        capture.contentType,
        capture.charset,
        blob.digest,
        capture.bytes,
        text.hash,
        text.version,
        capture.archiveId,
      ],
    )
    return id
  }

  async text(tx: Tx, hash: string, version: number): Promise<{ text: string; segments: EvidenceSegment[] } | null> {
    const [found] = await tx.query<{ text: string; segments: EvidenceSegment[] }>(
      'select text, segments from evidence_texts where hash = $1 and version = $2',
      [hash, version],
    )
    return found ?? null
  }

  /**
   * Stored pages with words that begin like this. Pages with more of the words come first, then pages where the words
   * are closer together. The latest capture of each address.
   */
  search(tx: Tx, prefixes: readonly string[], most: number): Promise<FoundPage[]> {
    return tx.query<FoundPage>(
      `select capture_id as "captureId", url, fetched_at as "fetchedAt", text_hash as hash,
         text_version as version, content as text, segments
       from search_pages($1, $2)`,
      [prefixes, most],
    )
  }
}
