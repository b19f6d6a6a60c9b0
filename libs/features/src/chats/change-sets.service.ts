import type { ChatChange, ChatMessage } from '@enrichify/contracts'
import { ChatRepository, Database, type ChatMessageRow, type ColumnEntity, type Tx } from '@enrichify/database'
import { actorOf, COLUMN_TYPES, Refused, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { RunsService } from '../enrichment/runs.service.ts'
import { LiveService } from '../live/live.service.ts'
import { ActionLog } from '../websets/action-log.ts'
import { CellWriter } from '../websets/cell-writer.ts'
import { type PersonCell } from '../websets/cell-writes.ts'
import { RowsService } from '../websets/rows.service.ts'
import { UndoService } from '../websets/undo.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ChatsService } from './chats.service.ts'
import { presentMessage } from './present-chat.ts'

const MAX_PAGES = 10

/** Applies a change set to the sheet: columns and cells, in an open transaction. */
@Injectable()
export class ChangeSetWriter {
  constructor(
    private readonly websets: WebsetsService,
    private readonly rows: RowsService,
    private readonly cells: CellWriter,
    private readonly log: ActionLog,
    private readonly undos: UndoService,
  ) {}

  /** Writes it as one action. `columns`: ids of the columns that it made, by the names in the change set. */
  async write(
    tx: Tx,
    who: Principal,
    { websetId, id, changeSet }: ChatMessageRow,
  ): Promise<{ actionId: string | null; columns: Map<string, string>; skipped: number }> {
    await this.websets.require(tx, websetId)
    const { title, changes } = changeSet!
    const adding = changes.filter((change) => change.kind === 'addColumn')
    const made = adding.length
      ? await this.websets.addColumnsIn(
          tx,
          websetId,
          adding.map(({ name, columnKind, question, fact }) => ({
            name,
            ...(fact ? { fact } : { kind: columnKind, ...(question ? { question } : {}) }),
          })),
        )
      : []
    const edits = changes.flatMap((change) => (change.kind === 'editCells' ? change.edits : []))
    const touches = made.length > 0 || edits.length > 0
    const actionId = touches
      ? await this.log.record(tx, {
          websetId,
          userId: who.userId,
          kind: 'changeset',
          label: `applying “${title}”`,
          payload: { columnIds: made.map((column) => column.id), messageId: id },
        })
      : null
    const { cells, skipped } = await this.#check(tx, websetId, edits)
    if (cells.length) await this.cells.writeByPerson(tx, websetId, actorOf(who), actionId, cells)
    if (touches) this.log.websetChanged(tx, websetId)
    return { actionId, columns: new Map(adding.map(({ name }, index) => [name, made[index]!.id])), skipped }
  }

  /**
   * Only cells that still contain what was shown with the proposal. A person who changed one since then knew better.
   */
  async #check(
    tx: Tx,
    websetId: string,
    edits: readonly { rowId: number; columnId: string; text: string; before: string }[],
  ): Promise<{ cells: PersonCell[]; skipped: number }> {
    if (edits.length === 0) return { cells: [], skipped: 0 }
    const columns = new Map(
      (await this.websets.columns(tx, websetId)).map((column): [string, ColumnEntity] => [column.id, column]),
    )
    const rows = new Map(
      (
        await this.rows.byIds(
          tx,
          websetId,
          edits.map(({ rowId }) => rowId),
        )
      ).map((row) => [row.id, row.cells]),
    )
    const cells = edits.flatMap(({ rowId, columnId, text, before }): PersonCell[] => {
      const column = columns.get(columnId)
      const cells = rows.get(rowId)
      if (!column || !cells || COLUMN_TYPES[column.kind].format(cells[columnId] ?? null) !== before) return []
      const parsed = COLUMN_TYPES[column.kind].parse(text, column.settings)
      return parsed.ok ? [{ rowId, columnId, value: parsed.value, state: column.enrichment ? 'human' : null }] : []
    })
    return { cells, skipped: edits.length - cells.length }
  }

  takeBack(tx: Tx, who: Principal, websetId: string, actionId: string): Promise<string | null> {
    return this.undos.undoIn(tx, who, websetId, actionId)
  }
}

/** Change sets and what people decide about them: applied once, as one step, and undone as one. */
@Injectable()
export class ChangeSetsService {
  constructor(
    private readonly database: Database,
    private readonly chats: ChatRepository,
    private readonly service: ChatsService,
    private readonly writer: ChangeSetWriter,
    private readonly runs: RunsService,
    private readonly live: LiveService,
  ) {}

  async apply(principal: Principal, messageId: string, budgetMicros: number | null | undefined): Promise<ChatMessage> {
    requirePermission(principal, 'websets.read')
    const applied = await this.#change(principal, messageId, async (tx, message) => {
      const { changes } = message.changeSet!
      if (message.changeState === 'dismissed')
        throw new Refused('dismissed', 'These changes were dismissed. Ask for them again.', 'conflict')
      // A second click finds the changes applied and does nothing.
      if (message.changeState === 'applied') return null
      requireFor(principal, changes)
      const { actionId, columns, skipped } = await this.writer.write(tx, principal, message)
      await this.chats.setApplied(
        tx,
        messageId,
        actionId,
        skipped === 0
          ? null
          : skipped === 1
            ? '1 cell had changed since then and was left alone.'
            : `${skipped} cells had changed since then and were left alone.`,
      )
      return { message, columns }
    })
    const run = applied?.message.changeSet?.changes.find((change) => change.kind === 'run')
    if (!applied || !run) return this.#presented(principal, messageId)
    const started = await this.#run(principal, applied.message, run, applied.columns, budgetMicros)
    await this.database.inScope(principal, (tx) => this.chats.setRun(tx, messageId, started.runId, started.message))
    return this.#presented(principal, messageId)
  }

  /** Columns and cells are written by now. If the run may not start, the message says why and the changes stay. */
  async #run(
    principal: Principal,
    message: ChatMessageRow,
    run: ChatChange & { kind: 'run' },
    columns: ReadonlyMap<string, string>,
    budgetMicros: number | null | undefined,
  ): Promise<{ runId: string | null; message: string | null }> {
    const limitMicros = budgetMicros === undefined ? message.changeSet!.price.budgetMicros : budgetMicros
    try {
      const { id } = await this.runs.start(principal, message.websetId, {
        columnIds: run.columns.map((column) => columns.get(column) ?? column),
        scope: run.scope,
        maxPages: MAX_PAGES,
        budgetMicros: limitMicros,
        priority: 'normal',
      })
      return { runId: id, message: null }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return { runId: null, message: `The run was not started: ${error.message}` }
    }
  }

  async undo(principal: Principal, messageId: string): Promise<ChatMessage> {
    requirePermission(principal, 'websets.read')
    const message = await this.#change(principal, messageId, async (tx, found) => {
      if (found.changeState !== 'applied')
        throw new Refused('not_applied', 'These changes are not applied.', 'conflict')
      if (found.isUndone) return null
      if (found.actionId) {
        requirePermission(principal, 'websets.edit')
        await this.writer.takeBack(tx, principal, found.websetId, found.actionId)
      } else await this.chats.setChangeState(tx, messageId, 'undone')
      return found
    })
    // The run's answers would go into columns that are in the trash by now.
    if (message?.runId) await this.runs.cancel(principal, message.runId).catch(() => {})
    return this.#presented(principal, messageId)
  }

  async dismiss(principal: Principal, messageId: string): Promise<ChatMessage> {
    requirePermission(principal, 'websets.edit')
    await this.#change(principal, messageId, async (tx, message) => {
      if (message.changeState !== 'proposed')
        throw new Refused('not_proposed', 'These changes were already decided on.', 'conflict')
      await this.chats.setChangeState(tx, messageId, 'dismissed')
    })
    return this.#presented(principal, messageId)
  }

  /** With the message locked, so that the second of two clicks waits for the first. */
  #change<T>(
    principal: Principal,
    messageId: string,
    work: (tx: Tx, message: ChatMessageRow) => Promise<T>,
  ): Promise<T> {
    return this.database.inScope(principal, async (tx) => {
      const message = await this.service.requireMessage(tx, messageId, { lock: true })
      if (!message.changeSet || message.state !== 'done')
        throw new Refused('nothing_proposed', 'This message proposes no changes.', 'conflict')
      return work(tx, message)
    })
  }

  async #presented(principal: Principal, messageId: string): Promise<ChatMessage> {
    const message = await this.database.inScope(principal, (tx) => this.service.requireMessage(tx, messageId))
    const presented = presentMessage(message)
    this.live.chatEnded(principal.workspaceId, message.websetId, presented)
    return presented
  }
}

function requireFor(principal: Principal, changes: readonly ChatChange[]): void {
  if (changes.some(({ kind }) => kind === 'addColumn' || kind === 'editCells'))
    requirePermission(principal, 'websets.edit')
  if (changes.some(({ kind }) => kind === 'run')) requirePermission(principal, 'enrichment.run')
}
