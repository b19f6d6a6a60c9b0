import { copyFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ExportJob } from '@enrichify/contracts'
import { Database, ExportRepository, type ExportEntity } from '@enrichify/database'
import { notFound, Refused, type Principal, type Scope } from '@enrichify/domain'
import { FileStorage } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { LiveService } from '../live/live.service.ts'
import { ExportReader } from './export-source.ts'
import { DownloadLinks } from './exports.service.ts'
import { EXPORT_FORMAT_WRITERS } from './formats/index.ts'

/** How many pages of rows are read between two reports. At a report, the job also sees that it was cancelled. */
const PAGES_PER_REPORT = 5

/** The export is over: a person cancelled it. What was written is removed. */
class Cancelled extends Error {}

/** An export under way: writes its file, tells the person who waits, can be cancelled, and removes what has expired. */
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
    const item = await this.database.inScope(scope, async (tx) =>
      (await this.exports.advance(tx, exportId, { state: 'RUNNING' })) ? this.exports.find(tx, exportId) : null,
    )
    if (!item) return
    try {
      await this.#write(item)
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error
      return
    }
    await this.#notify(workspaceId, exportId)
  }

  /** A job that runs sees it at its next report, and leaves no file. */
  async cancel(principal: Principal, id: string): Promise<ExportJob> {
    requirePermission(principal, 'exports.run')
    return this.database.inScope(principal, async (tx) => {
      const isCancelled = await this.exports.advance(tx, id, { state: 'CANCELLED' })
      const found = await this.exports.find(tx, id)
      if (!found) throw notFound('export')
      if (!isCancelled) throw new Refused('export_over', 'This export is over. There is nothing to cancel.', 'conflict')
      const job = this.links.present(found)
      tx.afterCommit(() => this.live.exportUpdated(principal.workspaceId, job))
      return tx.reply(job)
    })
  }

  /** A finished export as a file on this machine, for the command line. */
  async copyTo(scope: Scope, exportId: string, path: string): Promise<void> {
    const found = await this.database.inScope(scope, (tx) => this.exports.find(tx, exportId))
    if (!found || found.state !== 'READY') throw notFound('export')
    await copyFile(this.storage.pathOf(found.storageKey), path)
  }

  async giveUp(workspaceId: string, exportId: string, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, (tx) =>
      this.exports.advance(tx, exportId, { state: 'FAILED', message }),
    )
    await this.#notify(workspaceId, exportId)
  }

  async removeExpired(workspaceId: string): Promise<void> {
    const expired = await this.database.inScope({ workspaceId }, (tx) => this.exports.expire(tx))
    for (const { storageKey } of expired) await this.storage.remove(storageKey)
  }

  async #write(item: ExportEntity): Promise<void> {
    const scope = { workspaceId: item.workspaceId }
    let pages = 0
    const { bytes, rows } = await this.database.inSnapshot(scope, async (tx) => {
      const { source, count } = await this.reader.open(tx, item.websetId, item.options, async (done) => {
        if (++pages % PAGES_PER_REPORT === 0) await this.#report(item, count, done)
      })
      const body = Readable.from(EXPORT_FORMAT_WRITERS[item.format].write(source), { objectMode: false })
      return { bytes: await this.storage.write(item.storageKey, body), rows: count }
    })
    const state = await this.database.inScope(scope, async (tx) => {
      const isReady = await this.exports.advance(tx, item.id, {
        state: 'READY',
        rows,
        rowsDone: rows,
        bytes,
        expiresAt: this.links.fileExpiry(),
      })
      return isReady ? 'READY' : (await this.exports.find(tx, item.id))?.state
    })
    // Another delivery of the job may have made it ready, and then the file is wanted.
    if (state !== 'READY') {
      await this.storage.remove(item.storageKey)
      throw new Cancelled()
    }
  }

  /** Beside the snapshot, whose changes are not seen before it ends. */
  async #report(item: ExportEntity, rows: number, rowsDone: number): Promise<void> {
    const { id, workspaceId } = item
    if (!(await this.database.inScope({ workspaceId }, (tx) => this.exports.advance(tx, id, { rows, rowsDone }))))
      throw new Cancelled()
    this.live.exportUpdated(workspaceId, this.links.present({ ...item, rows, rowsDone }))
  }

  async #notify(workspaceId: string, exportId: string): Promise<void> {
    const found = await this.database.inScope({ workspaceId }, (tx) => this.exports.find(tx, exportId))
    if (found) this.live.exportUpdated(workspaceId, this.links.present(found))
  }
}
