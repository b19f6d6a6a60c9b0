import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { copyFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ExportFormat, ExportJob, Filter } from '@enrichify/contracts'
import { Database, ExportRepository, type ExportEntity } from '@enrichify/database'
import { notFound, Refused, type Principal, type Scope } from '@enrichify/domain'
import { FileStorage, type Config } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { AUTH_SECRET, CONFIG } from '../core/tokens.ts'
import { Outbox } from '../jobs/outbox.ts'
import { LiveService } from '../live/live.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ExportReader } from './export-source.ts'
import { EXPORT_FORMAT_WRITERS } from './formats/index.ts'

const PROGRESS_ROWS = 5000

export interface StartExport {
  format: ExportFormat
  columnIds?: string[] | undefined
  filter?: Filter[] | undefined
  search?: string | undefined
  evidence: boolean
}

/** Short-lived signed links, and exports as clients see them. */
@Injectable()
export class DownloadLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(AUTH_SECRET) private readonly secret: string,
  ) {}

  fileExpiry(): Date {
    return new Date(Date.now() + this.config.EXPORT_HOURS * 3_600_000)
  }

  present(item: ExportEntity): ExportJob {
    const over = item.expiresAt !== null && item.expiresAt.getTime() <= Date.now()
    const state = item.state === 'READY' && over ? 'EXPIRED' : item.state
    return {
      id: item.id,
      websetId: item.websetId,
      format: item.format,
      state,
      fileName: item.fileName,
      rows: item.rows,
      rowsDone: item.rowsDone,
      bytes: item.bytes,
      message: item.message,
      downloadUrl: state === 'READY' ? this.#link(item.id, item.workspaceId) : null,
      createdAt: item.createdAt.toISOString(),
      expiresAt: item.expiresAt?.toISOString() ?? null,
    }
  }

  isValid(id: string, workspaceId: string, expires: number, signature: string): boolean {
    const expected = Buffer.from(this.#sign(id, workspaceId, expires))
    const received = Buffer.from(signature)
    return expires * 1000 > Date.now() && received.length === expected.length && timingSafeEqual(received, expected)
  }

  #link(id: string, workspaceId: string): string {
    const expires = Math.floor(Date.now() / 1000 + this.config.DOWNLOAD_LINK_MINUTES * 60)
    const query = new URLSearchParams({
      workspace: workspaceId,
      expires: String(expires),
      signature: this.#sign(id, workspaceId, expires),
    })
    return `/api/v1/export/${id}/download?${query.toString()}`
  }

  #sign(id: string, workspaceId: string, expires: number): string {
    return createHmac('sha256', this.secret).update(`download:${workspaceId}:${id}:${expires}`).digest('base64url')
  }
}

/** Exports as people request and download them. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly websets: WebsetsService,
    private readonly outbox: Outbox,
    private readonly links: DownloadLinks,
    private readonly storage: FileStorage,
  ) {}

  async start(principal: Principal, websetId: string, input: StartExport): Promise<ExportJob> {
    requirePermission(principal, 'exports.run')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.websets.require(tx, websetId)
      for (const columnId of input.columnIds ?? []) await this.websets.requireColumn(tx, websetId, columnId)
      const writer = EXPORT_FORMAT_WRITERS[input.format]
      const id = randomUUID()
      const fileName = `${
        webset.name
          .replace(/\.(?:csv|tsv|txt|xlsx)$/i, '')
          .replace(/[^\p{L}\p{N} ._-]+/gu, '_')
          .trim()
          .slice(0, 100) || 'webset'
      }.${writer.extension}`
      await this.exports.create(tx, {
        id,
        websetId,
        format: input.format,
        options: {
          columnIds: input.columnIds ?? null,
          filter: input.filter ?? [],
          search: input.search ?? null,
          evidence: input.evidence,
        },
        fileName,
        storageKey: `exports/${id}.${writer.extension}`,
        rows: webset.rowCount,
        createdBy: principal.userId,
      })
      await this.outbox.enqueue(tx, [
        { name: 'exports.run', payload: { workspaceId: principal.workspaceId, exportId: id } },
      ])
      return tx.reply(this.links.present((await this.exports.find(tx, id))!))
    })
  }

  async get(principal: Principal, id: string): Promise<ExportJob> {
    requirePermission(principal, 'websets.read')
    const found = await this.database.inScope(principal, (tx) => this.exports.find(tx, id))
    if (!found) throw notFound('export')
    return this.links.present(found)
  }

  /** The file behind a signed link. The signature is the permission, so a browser's own download works. */
  async download(
    id: string,
    expires: number,
    signature: string,
    workspaceId: string,
  ): Promise<{ body: Readable; fileName: string; mime: string; size: number | null }> {
    if (!this.links.isValid(id, workspaceId, expires, signature))
      throw new Refused(
        'link_invalid',
        'This download link has expired or was changed. Ask for a new one.',
        'forbidden',
      )
    const found = await this.database.inScope({ workspaceId }, (tx) => this.exports.find(tx, id))
    if (!found || found.state !== 'READY')
      throw new Refused('export_gone', 'This file no longer exists. Export again.', 'gone')
    const size = await this.storage.size(found.storageKey)
    if (size === null) throw new Refused('export_gone', 'This file no longer exists. Export again.', 'gone')
    return {
      body: this.storage.read(found.storageKey),
      fileName: found.fileName,
      mime: EXPORT_FORMAT_WRITERS[found.format].mime,
      size,
    }
  }
}

/** The job's side: writes the file, notifies the person who waits for it, and removes it when it expires. */
@Injectable()
export class ExportRunner {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly storage: FileStorage,
    private readonly reader: ExportReader,
    private readonly live: LiveService,
    private readonly links: DownloadLinks,
  ) {}

  /** A file appears completely or not at all. A second delivery writes it again or finds it ready. */
  async run(workspaceId: string, exportId: string): Promise<void> {
    const scope = { workspaceId }
    const item = await this.database.inScope(scope, async (tx) => {
      const found = await this.exports.find(tx, exportId)
      if (!found || (found.state !== 'PENDING' && found.state !== 'RUNNING')) return null
      await this.exports.update(tx, exportId, { state: 'RUNNING' })
      return found
    })
    if (!item) return
    let reported = 0
    const { bytes, rows } = await this.database.inSnapshot(scope, async (tx) => {
      const { source, count } = await this.reader.open(tx, item.websetId, item.options, (done) => {
        if (done - reported < PROGRESS_ROWS) return
        reported = done
        this.live.exportUpdated(
          workspaceId,
          this.links.present({ ...item, state: 'RUNNING', rows: count, rowsDone: done }),
        )
      })
      const body = Readable.from(EXPORT_FORMAT_WRITERS[item.format].write(source), { objectMode: false })
      return { bytes: await this.storage.write(item.storageKey, body), rows: count }
    })
    await this.database.inScope(scope, (tx) =>
      this.exports.update(tx, exportId, {
        state: 'READY',
        rows,
        rowsDone: rows,
        bytes,
        expiresAt: this.links.fileExpiry(),
      }),
    )
    await this.#notify(workspaceId, exportId)
  }

  /** A finished export as a file on this machine, for the command line. */
  async copyTo(scope: Scope, exportId: string, path: string): Promise<void> {
    const found = await this.database.inScope(scope, (tx) => this.exports.find(tx, exportId))
    if (!found || found.state !== 'READY') throw notFound('export')
    await copyFile(this.storage.pathOf(found.storageKey), path)
  }

  async giveUp(workspaceId: string, exportId: string, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, (tx) =>
      this.exports.update(tx, exportId, { state: 'FAILED', message }),
    )
    await this.#notify(workspaceId, exportId)
  }

  async removeExpired(workspaceId: string): Promise<void> {
    const expired = await this.database.inScope({ workspaceId }, (tx) => this.exports.expire(tx))
    for (const { storageKey } of expired) await this.storage.remove(storageKey)
  }

  async #notify(workspaceId: string, exportId: string): Promise<void> {
    const found = await this.database.inScope({ workspaceId }, (tx) => this.exports.find(tx, exportId))
    if (found) this.live.exportUpdated(workspaceId, this.links.present(found))
  }
}
