import { randomUUID } from 'node:crypto'
import type { Applied, CellUpdate, Refusal } from '@enrichify/contracts'
import { ActionRepository, type ActionRow, type Tx } from '@enrichify/database'
import { notFound, type Actor } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { CommandTools, type Command, type CommandContext } from './commands/command.ts'
import { COMMANDS, type CommandInput, type CommandName } from './commands/index.ts'
import { CurrentCells } from './current-cells.ts'
import { EarlierCells } from './earlier-cells.ts'
import { presentColumn } from './present-webset.ts'
import { changedOtherwise } from './refusals.ts'

/** Who asks for a change, as it came in. */
export interface CommandOrigin {
  websetId: string
  userId: string
  actor: Actor
  /** The same id again has no further effect. Null: it is sent once only. */
  commandId?: string | null | undefined
  clientId?: string | null | undefined
  baseVersion?: number | null | undefined
}

/**
 * The one way to change a sheet. Each command becomes an action that can be taken back; all that it changes has one
 * version, and watchers are told after the commit.
 */
@Injectable()
export class CommandRunner {
  constructor(
    private readonly actions: ActionRepository,
    private readonly tools: CommandTools,
    private readonly earlier: EarlierCells,
    private readonly current: CurrentCells,
  ) {}

  /** In an open transaction. */
  async run<K extends CommandName>(tx: Tx, origin: CommandOrigin, kind: K, input: CommandInput<K>): Promise<Applied> {
    const context = contextOf(origin)
    const { websetId, userId } = origin
    if (!(await this.tools.websets.find(tx, websetId))) throw notFound('webset')
    const isNew = await this.actions.begin(tx, {
      id: context.actionId,
      websetId,
      userId,
      kind,
      commandId: origin.commandId ?? null,
      clientId: context.clientId,
      ofAction: null,
    })
    if (!isNew)
      return this.#repeated(tx, websetId, (await this.actions.byCommand(tx, websetId, userId, origin.commandId!))!)
    await this.#setOrigin(tx, context)
    // The table has each kind with its own input.
    const command = COMMANDS[kind] as unknown as Command<CommandInput<K>, unknown>
    const done = await command.apply(tx, context, input, this.tools)
    const refused = done.refused ?? []
    const closed = await this.tools.changes.close(tx, websetId)
    const version = closed?.version ?? (await this.tools.websets.versions(tx, websetId)).version
    await this.actions.finish(tx, context.actionId, { ...done, refused, version })
    return {
      actionId: done.size > 0 ? context.actionId : null,
      version,
      label: done.label,
      size: done.size,
      cells: closed ? closed.cells : [],
      rows: done.rows === undefined ? [] : done.rows,
      columns: (done.columns ?? []).map(presentColumn),
      refused,
    }
  }

  /** Takes an action back. Whatever someone changed since then stays and is named. */
  async takeBack(tx: Tx, origin: CommandOrigin, actionId: string): Promise<Applied> {
    const action = await this.#require(tx, origin.websetId, actionId)
    if (action.isUndone) return nothing(action, 'This was already taken back.')
    const applied = await this.#again(tx, origin, action, 'undo', action.id)
    if (applied.size > 0) await this.actions.setUndone(tx, action.id, true)
    return applied
  }

  /** Does again what was taken back. */
  async bringBack(tx: Tx, origin: CommandOrigin, actionId: string): Promise<Applied> {
    const action = await this.#require(tx, origin.websetId, actionId)
    const undo = await this.actions.latestOf(tx, action.id, 'undo')
    if (!action.isUndone || !undo) return nothing(action, 'This was not taken back.')
    const applied = await this.#again(tx, origin, action, 'redo', undo)
    if (applied.size > 0) await this.actions.setUndone(tx, action.id, false)
    return applied
  }

  /** @param cellsOf the action whose cells go back to what they were before it */
  async #again(
    tx: Tx,
    origin: CommandOrigin,
    action: ActionRow,
    direction: 'undo' | 'redo',
    cellsOf: string,
  ): Promise<Applied> {
    const { websetId, userId } = origin
    const context = contextOf(origin)
    const { clientId } = context
    const step = { id: context.actionId, websetId, userId, kind: direction, commandId: null, clientId }
    await this.actions.begin(tx, { ...step, ofAction: action.id })
    await this.#setOrigin(tx, context)
    // The log wrote the payload for this kind, so the two belong together.
    const command = COMMANDS[action.kind as CommandName] as unknown as Command<unknown, unknown>
    const refused: Refusal[] = []
    const structure = async () => {
      const step = direction === 'undo' ? command.takeBack : command.bringBack
      refused.push(...(await step(tx, context, action.payload, this.tools)))
    }
    // Rows and columns are there before their cells come back, and go after them.
    if (direction === 'redo') await structure()
    const cells = await this.earlier.restore(tx, context, cellsOf)
    refused.push(...cells.refused)
    if (direction === 'undo') await structure()
    const closed = await this.tools.changes.close(tx, websetId)
    const version = closed?.version ?? (await this.tools.websets.versions(tx, websetId)).version
    const size = closed ? Math.max(cells.restored, 1) : 0
    await this.actions.finish(tx, context.actionId, { label: action.label, payload: {}, size, refused, version })
    return {
      actionId: closed ? action.id : null,
      version,
      label: action.label,
      size: closed ? Math.max(action.size - refused.length, 1) : 0,
      cells: closed ? closed.cells : [],
      rows: null,
      columns: [],
      refused,
    }
  }

  /** The answer to a command that was sent before: what it changed, as it is now. */
  async #repeated(tx: Tx, websetId: string, action: ActionRow): Promise<Applied> {
    const cells: CellUpdate[] | null = await this.current.ofAction(tx, websetId, action.id)
    return {
      actionId: action.size > 0 ? action.id : null,
      version: action.version,
      label: action.label,
      size: action.size,
      cells,
      rows: null,
      columns: [],
      refused: action.refused as Refusal[],
    }
  }

  async #require(tx: Tx, websetId: string, actionId: string): Promise<ActionRow> {
    const action = (await this.tools.websets.find(tx, websetId)) && (await this.actions.lock(tx, websetId, actionId))
    if (!action || action.ofAction !== null) throw notFound('action')
    return action
  }

  async #setOrigin(tx: Tx, { websetId, userId, clientId }: CommandContext): Promise<void> {
    this.tools.changes.setOrigin(tx, websetId, { clientId, by: await this.actions.nameOf(tx, userId) })
  }
}

function contextOf(origin: CommandOrigin): CommandContext {
  return {
    websetId: origin.websetId,
    userId: origin.userId,
    actor: origin.actor,
    actionId: randomUUID(),
    clientId: origin.clientId ?? null,
    baseVersion: origin.baseVersion ?? null,
  }
}

function nothing({ version, label }: ActionRow, detail: string): Applied {
  return {
    actionId: null,
    version,
    label,
    size: 0,
    cells: [],
    rows: [],
    columns: [],
    refused: [changedOtherwise(detail)],
  }
}
