import type { Column, Webset, WebsetSummary } from '@enrichify/contracts'
import { Database, WebsetRepository, type ColumnEntity, type Tx, type WebsetEntity } from '@enrichify/database'
import { notFound, Refused, type ColumnKind, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { CommandsService } from './commands.service.ts'
import type { ColumnChange } from './commands/column-update.command.ts'
import type { NewColumn } from './plan-column.ts'
import { presentSummary, presentWebset } from './present-webset.ts'
import { SheetChanges } from './sheet-changes.ts'

/** Websets and columns: create, change, trash. Rows and cells have their own services. */
@Injectable()
export class WebsetsService {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetRepository,
    private readonly commands: CommandsService,
    private readonly changes: SheetChanges,
  ) {}

  async list(principal: Principal, trash: boolean): Promise<WebsetSummary[]> {
    requirePermission(principal, 'websets.read')
    return (await this.database.inScope(principal, (tx) => this.websets.list(tx, trash))).map(presentSummary)
  }

  async get(principal: Principal, id: string): Promise<Webset> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => this.present(tx, await this.require(tx, id)))
  }

  async create(
    principal: Principal,
    input: { name: string; columns?: { name: string; kind: ColumnKind }[] | undefined; isSample?: boolean },
  ): Promise<Webset> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.websets.create(tx, { name: input.name, isSample: input.isSample ?? false })
      if (input.columns?.length) await this.websets.addColumns(tx, webset.id, input.columns)
      return tx.reply(await this.present(tx, webset))
    })
  }

  async rename(principal: Principal, id: string, name: string): Promise<void> {
    await this.commands.apply(principal, id, 'webset.rename', { name })
  }

  async remove(principal: Principal, id: string): Promise<void> {
    requirePermission(principal, 'websets.delete')
    await this.database.inScope(principal, async (tx) => {
      await this.require(tx, id)
      if (await this.websets.activeRunId(tx, id))
        throw new Refused('run_active', 'A run is active in this webset. Cancel it first.', 'conflict')
      await this.websets.update(tx, id, { deletedAt: new Date() })
      await this.changes.note(tx, id, { columns: true })
    })
  }

  async restore(principal: Principal, id: string): Promise<Webset> {
    requirePermission(principal, 'websets.delete')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.websets.find(tx, id, { deleted: true })
      if (!webset) throw notFound('webset')
      await this.websets.update(tx, id, { deletedAt: null })
      return this.present(tx, webset)
    })
  }

  async addColumn(principal: Principal, websetId: string, input: NewColumn): Promise<Column> {
    return (await this.commands.apply(principal, websetId, 'column.add', input)).columns[0]!
  }

  async updateColumn(principal: Principal, websetId: string, columnId: string, change: ColumnChange): Promise<Column> {
    return (await this.commands.apply(principal, websetId, 'column.update', { columnId, change })).columns[0]!
  }

  async removeColumn(principal: Principal, websetId: string, columnId: string): Promise<void> {
    await this.commands.apply(principal, websetId, 'column.delete', { columnId })
  }

  async restoreColumn(principal: Principal, websetId: string, columnId: string): Promise<Column> {
    return (await this.commands.apply(principal, websetId, 'column.restore', { columnId })).columns[0]!
  }

  /**
   * The webset, if it is in the scope and not in the trash. Otherwise always 404, so that another workspace's id
   * reveals nothing.
   */
  async require(tx: Tx, id: string): Promise<WebsetEntity> {
    const webset = await this.websets.find(tx, id)
    if (!webset) throw notFound('webset')
    return webset
  }

  /** The same, as long as no run is active in it. */
  async requireIdle(tx: Tx, id: string): Promise<WebsetEntity> {
    const webset = await this.require(tx, id)
    if (await this.websets.activeRunId(tx, id))
      throw new Refused('run_active', 'A run is active in this webset. Wait for it or cancel it.', 'conflict')
    return webset
  }

  /** Where its pages are read from: an archive, or the web. */
  async setArchive(tx: Tx, id: string, archiveId: string | null): Promise<void> {
    await this.websets.update(tx, id, { archiveId })
    await this.changes.note(tx, id, { columns: true })
  }

  columns(tx: Tx, websetId: string): Promise<ColumnEntity[]> {
    return this.websets.listColumns(tx, websetId)
  }

  async requireColumn(tx: Tx, websetId: string, columnId: string): Promise<ColumnEntity> {
    const column = await this.websets.findColumn(tx, websetId, columnId)
    if (!column) throw notFound('column')
    return column
  }

  /** As clients see it, in an open transaction. */
  async present(tx: Tx, webset: WebsetEntity): Promise<Webset> {
    return presentWebset(
      webset,
      await this.websets.listColumns(tx, webset.id),
      await this.websets.activeRunId(tx, webset.id),
    )
  }
}
