import type { ChatChange, ChatMessage, Refusal } from '@enrichify/contracts'
import { ChatRepository, Database, type ChatMessageRow, type Tx } from '@enrichify/database'
import { actorOf, Refused, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { RunsService } from '../enrichment/runs.service.ts'
import { LiveService } from '../live/live.service.ts'
import { CommandRunner, type CommandOrigin } from '../websets/command-runner.ts'
import { ChatsService } from './chats.service.ts'
import { presentMessage } from './present-chat.ts'

const MAX_PAGES = 10

/** Change sets and what people decide about them: applied once, as one step, and undone as one. */
@Injectable()
export class ChangeSetsService {
  constructor(
    private readonly database: Database,
    private readonly chats: ChatRepository,
    private readonly service: ChatsService,
    private readonly commands: CommandRunner,
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
      const { title } = message.changeSet!
      const done = await this.commands.run(tx, originOf(principal, message), 'changeset', { title, messageId, changes })
      await this.chats.setApplied(tx, messageId, done.actionId, leftAlone(done.refused))
      const names = changes.flatMap((change) => (change.kind === 'addColumn' ? [change.name] : []))
      const columns = new Map(names.map((name, index) => [name, done.columns[index]!.id]))
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
        const { refused } = await this.commands.takeBack(tx, originOf(principal, found), found.actionId)
        if (refused.length) await this.chats.setApplied(tx, messageId, found.actionId, leftAlone(refused))
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

function originOf(principal: Principal, { websetId }: ChatMessageRow): CommandOrigin {
  return { websetId, userId: principal.userId, actor: actorOf(principal) }
}

function leftAlone(refused: readonly Refusal[]): string | null {
  const cells = refused.filter(({ rowId }) => rowId !== null).length
  const others = refused.flatMap(({ rowId, detail }) => (rowId === null ? [detail] : []))
  const counted =
    cells === 1
      ? '1 cell had changed since then and was left alone.'
      : `${cells} cells had changed since then and were left alone.`
  return [...(cells > 0 ? [counted] : []), ...others].join(' ') || null
}
