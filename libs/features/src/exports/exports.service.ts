import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ExportFormat, ExportJob, Filter } from '@enrichify/contracts'
import { Database, ExportRepository, type ExportEntity, type Tx } from '@enrichify/database'
import { notFound, Refused, type Principal } from '@enrichify/domain'
import { FileStorage, type Config } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { AUTH_SECRET, CONFIG } from '../core/tokens.ts'
import { Outbox } from '../jobs/outbox.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { EXPORT_FORMAT_WRITERS } from './formats/index.ts'

/** Of one person, so that the exports of others come to their turn. */
const MAX_OPEN = 5

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
      const asked = {
        websetId,
        websetVersion: webset.version,
        format: input.format,
        options: {
          columnIds: input.columnIds ?? null,
          filter: input.filter ?? [],
          search: input.search ?? null,
          evidence: input.evidence,
        },
        createdBy: principal.userId,
      }
      const open = await this.exports.countOpen(tx, principal.userId)
      const same = await this.exports.findSame(tx, asked)
      if (same) {
        // If its job was lost, it gets another. Otherwise the queue has it already.
        await this.#enqueue(tx, principal, same.id)
        return tx.reply(this.links.present(same))
      }
      if (open >= MAX_OPEN)
        throw new Refused(
          'too_many_exports',
          `${MAX_OPEN} exports of yours wait or run, and more are not taken at once. Wait for one, or cancel one.`,
          'too_many',
          { limit: MAX_OPEN },
        )
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
        ...asked,
        id,
        fileName,
        storageKey: `exports/${id}.${writer.extension}`,
        rows: webset.rowCount,
      })
      await this.#enqueue(tx, principal, id)
      return tx.reply(this.links.present((await this.exports.find(tx, id))!))
    })
  }

  async get(principal: Principal, id: string): Promise<ExportJob> {
    requirePermission(principal, 'websets.read')
    const found = await this.database.inScope(principal, (tx) => this.exports.find(tx, id))
    if (!found) throw notFound('export')
    return this.links.present(found)
  }

  /** The person's own exports of a webset, as far as there is something to wait for or to take. */
  async list(principal: Principal, websetId: string): Promise<{ exports: ExportJob[] }> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const found = await this.exports.ofWebset(tx, websetId, principal.userId)
      return { exports: found.map((item) => this.links.present(item)) }
    })
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

  #enqueue(tx: Tx, { userId, workspaceId }: Principal, exportId: string): Promise<void> {
    return this.outbox.enqueue(tx, [{ name: 'exports.run', payload: { workspaceId, exportId, userId } }])
  }
}
