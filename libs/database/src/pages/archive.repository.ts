import { randomUUID } from 'node:crypto'
import { Not } from 'typeorm'
import type { Tx } from '../database.ts'
import { ArchiveEntity } from './archives.entities.ts'

export interface ArchivePage {
  urlKey: string
  url: string
  offset: number
  length: number
  status: number
  mime: string
  /** Milliseconds since the epoch. */
  date: number
}

/** WARC archives that a webset reads from, and the index of their pages. */
export class ArchiveRepository {
  async create(
    tx: Tx,
    archive: { websetId: string; name: string; storageKey: string; bytes: number },
  ): Promise<string> {
    const id = randomUUID()
    await tx.manager.insert(ArchiveEntity, { workspaceId: tx.workspaceId, id, ...archive })
    return id
  }

  find(tx: Tx, id: string): Promise<ArchiveEntity | null> {
    return tx.manager.findOneBy(ArchiveEntity, { workspaceId: tx.workspaceId, id })
  }

  /** The archives of a webset that it does not read from. */
  others(tx: Tx, websetId: string, archiveId: string | null): Promise<ArchiveEntity[]> {
    return tx.manager.find(ArchiveEntity, {
      where: { workspaceId: tx.workspaceId, websetId, ...(archiveId ? { id: Not(archiveId) } : {}) },
      order: { createdAt: 'DESC' },
    })
  }

  async update(tx: Tx, id: string, patch: Partial<Pick<ArchiveEntity, 'state' | 'pages' | 'message'>>): Promise<void> {
    await tx.manager.update(ArchiveEntity, { workspaceId: tx.workspaceId, id }, patch)
  }

  /**
   * Deletes the row and its index. The caller deletes the file. Captures that were read from it stay, since their
   * bodies are stored elsewhere.
   */
  async remove(tx: Tx, id: string): Promise<string | null> {
    const [found] = await tx.query<{ storageKey: string }>(
      'delete from archives where id = $1 returning storage_key as "storageKey"',
      [id],
    )
    return found?.storageKey ?? null
  }

  async addPages(tx: Tx, archiveId: string, pages: readonly ArchivePage[]): Promise<void> {
    await tx.query(
      `insert into archive_pages (
         workspace_id, archive_id, url_key, record_offset, record_length, url, status, mime, captured_at
       )
       select $1, $2, p."urlKey", p."offset", p.length, p.url, p.status, p.mime, to_timestamp(p.date / 1000.0)
       from jsonb_to_recordset($3) as p (
         "urlKey" text, "offset" bigint, length bigint, url text, status int, mime text, date bigint
       )
       on conflict do nothing`,
      [tx.workspaceId, archiveId, JSON.stringify(pages)],
    )
  }

  /** Every record of a URL. The archive’s reader picks one. */
  lookup(tx: Tx, archiveId: string, urlKey: string): Promise<ArchivePage[]> {
    return tx.query<ArchivePage>(
      `select url_key as "urlKey", url, record_offset as "offset", record_length as length, status, mime,
         (extract(epoch from captured_at) * 1000)::bigint as date
       from archive_pages where archive_id = $1 and url_key = $2 limit 1000`,
      [archiveId, urlKey],
    )
  }

  /**
   * Pages whose address contains the most of these words. Pages of `host` come first; among equals the shorter
   * address does.
   */
  async searchAddresses(
    tx: Tx,
    archiveId: string,
    words: readonly string[],
    host: string | null,
    limit: number,
  ): Promise<string[]> {
    const found = await tx.query<{ url: string }>(
      `select min(p.url) as url
       from archive_pages p
       cross join lateral (
         select count(*) as hits from unnest($2::text[]) word where position(word in lower(p.url_key)) > 0
       ) w
       where p.archive_id = $1 and p.status between 200 and 299 and (p.mime = '' or p.mime like '%html%')
         and w.hits > 0
       group by p.url_key, w.hits
       order by (p.url_key = $3 or starts_with(p.url_key, $3 || '/')) desc nulls last, w.hits desc,
         length(p.url_key), p.url_key
       limit $4`,
      [archiveId, words, host, limit],
    )
    return found.map((page) => page.url)
  }

  /** Successful pages below a host, shortest address first. */
  async listHost(tx: Tx, archiveId: string, host: string, limit: number): Promise<string[]> {
    const found = await tx.query<{ url: string }>(
      `select min(url) as url
       from archive_pages
       where archive_id = $1
         and (url_key = $2 or starts_with(url_key, $2 || '/') or starts_with(url_key, $2 || '?'))
         and status between 200 and 299
       group by url_key order by length(url_key), url_key limit $3`,
      [archiveId, host, limit],
    )
    return found.map((page) => page.url)
  }
}
