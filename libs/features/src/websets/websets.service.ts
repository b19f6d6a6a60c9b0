import type { Column, EnrichmentJson, Webset, WebsetSummary } from '@enrichify/contracts'
import { Database, WebsetRepository, type ColumnEntity, type Tx, type WebsetEntity } from '@enrichify/database'
import {
  actorOf,
  factOf,
  notFound,
  Refused,
  type ColumnKind,
  type ColumnSettings,
  type ModelChoice,
  type Principal,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { ActionLog } from './action-log.ts'
import { ColumnRetyping } from './column-retyping.ts'
import { askOtherwise, defaultName, planColumn, type NewColumn } from './plan-column.ts'
import { presentColumn, presentSummary, presentWebset } from './present-webset.ts'

/** A wider sheet is no longer useful as a sheet. The message states the limit. */
const MAX_COLUMNS = 500

/** Websets and columns: create, change, trash. Rows and cells have their own services. */
@Injectable()
export class WebsetsService {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetRepository,
    private readonly retyping: ColumnRetyping,
    private readonly log: ActionLog,
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
      return this.present(tx, webset)
    })
  }

  async rename(principal: Principal, id: string, name: string): Promise<Webset> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      const webset = await this.require(tx, id)
      await this.websets.update(tx, id, { name })
      await this.log.record(tx, {
        websetId: id,
        userId: principal.userId,
        kind: 'webset.rename',
        label: 'renaming the webset',
        payload: { name: webset.name },
      })
      this.log.websetChanged(tx, id)
      return this.present(tx, { ...webset, name })
    })
  }

  async remove(principal: Principal, id: string): Promise<void> {
    requirePermission(principal, 'websets.delete')
    await this.database.inScope(principal, async (tx) => {
      await this.require(tx, id)
      if (await this.websets.activeRunId(tx, id))
        throw new Refused('run_active', 'A run is active in this webset. Cancel it first.', 'conflict')
      await this.websets.update(tx, id, { deletedAt: new Date() })
      this.log.websetChanged(tx, id)
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
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      await this.require(tx, websetId)
      const [column] = await this.addColumnsIn(tx, websetId, [input])
      await this.log.record(tx, {
        websetId,
        userId: principal.userId,
        kind: 'column.add',
        label: `adding the column “${column!.name}”`,
        payload: { columnId: column!.id },
      })
      this.log.websetChanged(tx, websetId)
      return presentColumn(column!)
    })
  }

  /** In an open transaction, without writing an action. */
  async addColumnsIn(tx: Tx, websetId: string, inputs: readonly NewColumn[]): Promise<ColumnEntity[]> {
    const made: ColumnEntity[] = []
    // One after another: a question may name the column before it.
    for (const input of inputs) {
      const existing = await this.websets.listColumns(tx, websetId)
      if (existing.length >= MAX_COLUMNS)
        throw new Refused('too_many_columns', `A webset has at most ${MAX_COLUMNS} columns.`, 'unprocessable', {
          limit: MAX_COLUMNS,
        })
      made.push(
        ...(await this.websets.addColumns(tx, websetId, [
          { ...planColumn(input, existing), name: freeName(input.name ?? defaultName(input), existing) },
        ])),
      )
    }
    return made
  }

  async updateColumn(
    principal: Principal,
    websetId: string,
    columnId: string,
    patch: {
      name?: string | undefined
      width?: number | undefined
      position?: number | undefined
      kind?: ColumnKind | undefined
      settings?: ColumnSettings | undefined
      question?: string | undefined
      model?: ModelChoice | null | undefined
      plan?: EnrichmentJson | undefined
    },
  ): Promise<Column> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      await this.require(tx, websetId)
      const column = await this.requireColumn(tx, websetId, columnId)
      const { position, question, model, plan, ...rest } = patch
      const changed = Object.fromEntries(
        Object.entries({
          ...rest,
          enrichment: askOtherwise(column, { question, model, plan }, await this.websets.listColumns(tx, websetId)),
        }).filter(([, value]) => value !== undefined),
      )
      if (changed.kind !== undefined && factOf(column.enrichment) && changed.kind !== column.kind)
        throw new Refused('fact_type', `The type of “${column.name}” comes from its ready fact.`, 'conflict')
      if (Object.keys(changed).length) await this.websets.updateColumn(tx, websetId, columnId, changed)
      if (position !== undefined) await this.websets.moveColumn(tx, websetId, columnId, position)
      let actionId: string | null = null
      // The width of a column is part of the view, and not a change that needs undo.
      if (Object.keys(changed).some((key) => key !== 'width') || position !== undefined) {
        const before = Object.fromEntries(
          Object.keys(changed).map((key) => [key, column[key as 'name' | 'kind' | 'settings' | 'enrichment']]),
        )
        actionId = await this.log.record(tx, {
          websetId,
          userId: principal.userId,
          kind: 'column.update',
          label: `changing the column “${column.name}”`,
          payload: {
            columnId,
            before,
            after: changed,
            ...(position === undefined ? {} : { position: column.position }),
          },
        })
      }
      const updated = await this.requireColumn(tx, websetId, columnId)
      if (changed.enrichment && JSON.stringify(changed.enrichment) !== JSON.stringify(column.enrichment))
        await this.retyping.asksOtherwise(tx, updated)
      if (updated.kind !== column.kind) await this.retyping.convert(tx, actorOf(principal), actionId, column, updated)
      this.log.websetChanged(tx, websetId)
      return presentColumn(updated)
    })
  }

  async removeColumn(principal: Principal, websetId: string, columnId: string): Promise<void> {
    requirePermission(principal, 'websets.edit')
    await this.database.inScope(principal, async (tx) => {
      await this.require(tx, websetId)
      const column = await this.requireColumn(tx, websetId, columnId)
      await this.websets.updateColumn(tx, websetId, columnId, { deletedAt: new Date() })
      await this.log.record(tx, {
        websetId,
        userId: principal.userId,
        kind: 'column.delete',
        label: `deleting the column “${column.name}”`,
        payload: { columnId },
      })
      this.log.websetChanged(tx, websetId)
    })
  }

  async restoreColumn(principal: Principal, websetId: string, columnId: string): Promise<Column> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      await this.require(tx, websetId)
      const column = await this.websets.findColumn(tx, websetId, columnId, { deleted: true })
      if (!column) throw notFound('column')
      await this.websets.updateColumn(tx, websetId, columnId, { deletedAt: null })
      this.log.websetChanged(tx, websetId)
      return presentColumn(column)
    })
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
    this.log.websetChanged(tx, id)
  }

  columns(tx: Tx, websetId: string): Promise<ColumnEntity[]> {
    return this.websets.listColumns(tx, websetId)
  }

  /** Records that the webset was changed just now. */
  touch(tx: Tx, id: string): Promise<void> {
    return this.websets.touch(tx, id)
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

function freeName(name: string, existing: readonly { name: string }[]): string {
  const taken = new Set(existing.map((column) => column.name.toLowerCase()))
  let free = name
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${name} ${count}`
  return free
}
