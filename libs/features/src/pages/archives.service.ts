import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { archiveUrlKey, createArchiveSource, indexWarc } from '@enrichify/collection'
import type { Archive, Output, getArchive } from '@enrichify/contracts'
import { ArchiveRepository, Database, type ArchiveEntity, type ArchivePage, type Tx } from '@enrichify/database'
import { Refused, searchPrefixes, type PageSource, type Principal, type Scope } from '@enrichify/domain'
import { FileStorage } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { Outbox } from '../jobs/outbox.ts'
import { SheetChanges } from '../websets/sheet-changes.ts'
import { WebsetsService } from '../websets/websets.service.ts'

const CHUNK = 1000
/** If a host has more pages than this, its links decide which ones to read. */
const MAX_LISTED = 500

/** WARC archives as the source of a webset's pages. */
@Injectable()
export class ArchivesService {
  constructor(
    private readonly database: Database,
    private readonly archives: ArchiveRepository,
    private readonly websets: WebsetsService,
    private readonly storage: FileStorage,
    private readonly outbox: Outbox,
    private readonly changes: SheetChanges,
  ) {}

  async attach(principal: Principal, websetId: string, file: { name: string; body: Readable }): Promise<Archive> {
    requirePermission(principal, 'archives.upload')
    await this.database.inScope(principal, (tx) => this.websets.require(tx, websetId))
    const name = file.name.replace(/[\p{Cc}/\\]/gu, '_').slice(-200)
    const storageKey = `archives/${randomUUID()}${name.endsWith('.gz') ? '.warc.gz' : '.warc'}`
    const bytes = await this.storage.write(storageKey, file.body)
    return this.database.inScope(principal, async (tx) => {
      const { archiveId } = await this.websets.requireIdle(tx, websetId)
      const current = archiveId ? await this.archives.find(tx, archiveId) : null
      // An archive that can be read stays until the new one was read whole: the new one may be damaged.
      const keeps = current?.state === 'ready'
      for (const other of await this.archives.others(tx, websetId, keeps ? current.id : null))
        await this.#remove(tx, other.id)
      const id = await this.archives.create(tx, { websetId, name, storageKey, bytes })
      if (!keeps) await this.websets.setArchive(tx, websetId, id)
      await this.outbox.enqueue(tx, [
        { name: 'archives.index', payload: { workspaceId: tx.workspaceId, archiveId: id } },
      ])
      return tx.reply(presentArchive((await this.archives.find(tx, id))!))
    })
  }

  /** What the webset reads from, and the later upload that may replace it. */
  async state(principal: Principal, websetId: string): Promise<Output<typeof getArchive>> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      const { archiveId } = await this.websets.require(tx, websetId)
      const archive = archiveId ? await this.archives.find(tx, archiveId) : null
      const [replacement] = await this.archives.others(tx, websetId, archiveId)
      return {
        archive: archive && presentArchive(archive),
        replacement: replacement ? presentArchive(replacement) : null,
      }
    })
  }

  async get(principal: Principal, websetId: string): Promise<Archive | null> {
    return (await this.state(principal, websetId)).archive
  }

  async detach(principal: Principal, websetId: string): Promise<void> {
    requirePermission(principal, 'archives.upload')
    await this.database.inScope(principal, async (tx) => {
      await this.websets.requireIdle(tx, websetId)
      for (const each of await this.archives.others(tx, websetId, null)) await this.#remove(tx, each.id)
      await this.websets.setArchive(tx, websetId, null)
    })
  }

  /** Its file is deleted after the commit. */
  async #remove(tx: Tx, archiveId: string): Promise<void> {
    const storageKey = await this.archives.remove(tx, archiveId)
    if (storageKey) tx.afterCommit(() => this.storage.remove(storageKey))
  }

  /** The archive as a source of pages, once it is indexed. */
  async source(scope: Scope, archiveId: string): Promise<PageSource> {
    const archive = await this.database.inScope(scope, (tx) => this.archives.find(tx, archiveId))
    if (!archive || archive.state !== 'ready')
      throw new Refused('archive_not_ready', 'The archive of this webset is not indexed yet.', 'conflict')
    const file = this.storage.pathOf(archive.storageKey)
    const reader = createArchiveSource({
      lookup: async (urlKey) =>
        (await this.database.inScope(scope, (tx) => this.archives.lookup(tx, archiveId, urlKey))).map((page) => ({
          ...page,
          file,
        })),
    })
    return {
      read: (url, options) => reader.read(url, options),
      list: (url) =>
        this.database.inScope(scope, (tx) =>
          this.archives.listHost(tx, archiveId, archiveUrlKey(new URL('/', url).href).replace(/\/$/, ''), MAX_LISTED),
        ),
    }
  }

  /**
   * Addresses of an archive that contain the words of a query, those of the row's own site first. This finds pages
   * that have not been read yet.
   */
  async findAddresses(
    scope: Scope,
    archiveId: string,
    query: string,
    site: string | null,
    limit: number,
  ): Promise<string[]> {
    const host = site ? archiveUrlKey(new URL('/', site).href).replace(/\/$/, '') : null
    return this.database.inScope(scope, (tx) =>
      this.archives.searchAddresses(tx, archiveId, searchPrefixes(query), host, limit),
    )
  }

  /** The job: reads the archive once and indexes its pages. Running it again adds nothing twice. */
  async index(workspaceId: string, archiveId: string): Promise<void> {
    const scope = { workspaceId }
    const archive = await this.database.inScope(scope, (tx) => this.archives.find(tx, archiveId))
    if (!archive || archive.state !== 'indexing') return
    let pages = 0
    let chunk: ArchivePage[] = []
    const flush = async () => {
      const ready = chunk
      chunk = []
      if (ready.length) await this.database.inScope(scope, (tx) => this.archives.addPages(tx, archiveId, ready))
    }
    let problem: string | null = null
    let isDamaged = false
    try {
      for await (const { file: _file, ...entry } of indexWarc(this.storage.pathOf(archive.storageKey), {
        onDamage: () => (isDamaged = true),
      })) {
        pages++
        chunk.push(entry)
        if (chunk.length >= CHUNK) await flush()
      }
      await flush()
      if (pages === 0) problem = 'This file has no pages. Is it a WARC archive?'
    } catch (error) {
      if ((error as { code?: string }).code) throw error
      problem = 'This file is not a readable WARC archive (records must be compressed one by one).'
    }
    if (problem) await this.giveUp(workspaceId, archiveId, problem)
    else await this.database.inScope(scope, (tx) => this.#use(tx, archiveId, pages, isDamaged))
  }

  /**
   * The webset reads from it now, and no longer from the one before. A damaged archive is used as far as it can be
   * read, but never instead of a whole one.
   */
  async #use(tx: Tx, archiveId: string, pages: number, isDamaged: boolean): Promise<void> {
    const archive = await this.archives.find(tx, archiveId)
    // Detached, or replaced by a later upload.
    if (!archive) return
    const message = isDamaged ? `This file is damaged or cut off: only its first ${pages} pages can be read.` : null
    const isReplacement = (await this.websets.require(tx, archive.websetId)).archiveId !== archiveId
    const state = isDamaged && isReplacement ? 'failed' : 'ready'
    await this.archives.update(tx, archiveId, { state, pages, message })
    if (state === 'failed') return this.changes.note(tx, archive.websetId, { columns: true })
    await this.websets.setArchive(tx, archive.websetId, archiveId)
    for (const other of await this.archives.others(tx, archive.websetId, archiveId)) await this.#remove(tx, other.id)
  }

  async giveUp(workspaceId: string, archiveId: string, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, async (tx) => {
      const archive = await this.archives.find(tx, archiveId)
      if (!archive) return
      await this.archives.update(tx, archiveId, { state: 'failed', message })
      await this.changes.note(tx, archive.websetId, { columns: true })
    })
  }
}

function presentArchive(item: ArchiveEntity): Archive {
  return {
    id: item.id,
    websetId: item.websetId,
    name: item.name,
    state: item.state,
    pages: item.pages,
    bytes: item.bytes,
    message: item.message,
    createdAt: item.createdAt.toISOString(),
  }
}
