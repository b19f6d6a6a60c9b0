import { randomUUID } from 'node:crypto'
import type { Applied, Refusal } from '@enrichify/contracts'
import { ActionRepository, type ActionRow, type ActionStep, type Tx } from '@enrichify/database'
import { notFound, Refused, type Actor } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { CommandTools, type Command, type CommandContext, type Payload } from './commands/command.ts'
import { COMMANDS, type CommandInput, type CommandName } from './commands/index.ts'
import { CurrentCells } from './current-cells.ts'
import { EarlierCells } from './earlier-cells.ts'
import { HeaderVault } from './header-vault.ts'
import { presentColumn } from './present-webset.ts'
import { already } from './refusals.ts'

/** Who asks for a change, as it came in. */
export interface CommandOrigin {
  websetId: string
  userId: string
  actor: Actor
  /** The same id again has no further effect. Null: it is sent once only. */
  commandId?: string | null | undefined
  /** A digest of the command: another one under the same id is refused. */
  requestHash?: string | null | undefined
  clientId?: string | null | undefined
  baseVersion?: number | null | undefined
  /** What a person did at once, when it is sent as several commands. */
  stepId?: string | null | undefined
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
    private readonly headers: HeaderVault,
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
      requestHash: origin.requestHash ?? null,
      ofAction: null,
      stepId: origin.stepId ?? null,
    })
    if (!isNew) return this.#repeated(tx, origin)
    await this.#setOrigin(tx, context)
    // The table has each kind with its own input.
    const command = COMMANDS[kind] as unknown as Command<CommandInput<K>, Payload>
    const {
      label,
      size,
      payload,
      refused = [],
    } = await command.apply(tx, context, await this.#sealed(tx, websetId, kind, input), this.tools)
    return this.#close(tx, context, { label, size, payload, refused })
  }

  /** Nothing that is stored of a command has the value of a header in it. */
  async #sealed<K extends CommandName>(tx: Tx, websetId: string, kind: K, input: CommandInput<K>) {
    if (kind !== 'column.add' && kind !== 'column.update') return input
    const columns = await this.tools.websets.listColumns(tx, websetId)
    if (kind === 'column.add') {
      const added = input as CommandInput<'column.add'>
      return { ...added, plan: await this.headers.seal(tx, columns, added.plan) } as CommandInput<K>
    }
    const updated = input as CommandInput<'column.update'>
    const plan = await this.headers.seal(tx, columns, updated.change.plan)
    return { ...updated, change: { ...updated.change, plan } } as CommandInput<K>
  }

  /** Takes an action back. Whatever someone changed since then stays and is named. */
  async takeBack(tx: Tx, origin: CommandOrigin, actionId: string): Promise<Applied> {
    const action = await this.#require(tx, origin.websetId, actionId)
    if (action.isUndone) return nothing(action, 'This was already taken back.')
    const done = (await this.actions.latestStep(tx, action.id, 'redo')) ?? action
    return this.#reverse(tx, origin, action, 'undo', done)
  }

  /** Does again what was taken back. */
  async bringBack(tx: Tx, origin: CommandOrigin, actionId: string): Promise<Applied> {
    const action = await this.#require(tx, origin.websetId, actionId)
    const undone = await this.actions.latestStep(tx, action.id, 'undo')
    if (!action.isUndone || !undone) return nothing(action, 'This was not taken back.')
    return this.#reverse(tx, origin, action, 'redo', undone)
  }

  /** @param last what the action did when it was last done or taken back: that and no more is reversed */
  async #reverse(
    tx: Tx,
    origin: CommandOrigin,
    action: ActionRow,
    direction: 'undo' | 'redo',
    last: ActionStep,
  ): Promise<Applied> {
    const { websetId, userId } = origin
    const cells = { areRestored: false, restored: 0, refused: [] as Refusal[] }
    const restoreCells = async () => {
      if (!cells.areRestored) Object.assign(cells, await this.earlier.restore(tx, context, last.id))
      cells.areRestored = true
    }
    const reverses = { id: last.id, first: action.version, last: last.version, restoreCells }
    const context: CommandContext = { ...contextOf(origin), reverses }
    const { actionId, clientId } = context
    const earlier = await this.actions.latestStep(tx, action.id, direction, 1)
    const step = { id: actionId, websetId, userId, kind: direction, commandId: null, clientId, requestHash: null }
    await this.actions.begin(tx, { ...step, ofAction: action.id, stepId: null })
    await this.#setOrigin(tx, context, action.id)
    // The log wrote the payload for this kind, so the two belong together.
    const command = COMMANDS[action.kind as CommandName] as unknown as Command<unknown, Payload>
    const again = direction === 'undo' ? 'takeBack' : 'bringBack'
    const moved = await command[again](tx, context, last.payload, this.tools)
    if (!moved.keepsCells) await restoreCells()
    const size = moved.size + cells.restored
    const refused = [...moved.refused, ...cells.refused]
    // Where nothing is left to do and no one is in the way, it is done. Otherwise undo would stop here for ever.
    if (size > 0 || refused.length === 0) await this.actions.setUndone(tx, action.id, direction === 'undo')
    const { label } = action
    // What stayed the last time is no part of this step. It is named again, or the whole would seem to be gone.
    if (size > 0) refused.push(...(await this.#stillThere(tx, websetId, (earlier?.refused ?? []) as Refusal[])))
    const applied = await this.#close(tx, context, { label, size, payload: moved.payload, refused })
    return { ...applied, actionId: size > 0 ? action.id : null }
  }

  /** Of what was left alone: not the rows that are in the trash by now. */
  async #stillThere(tx: Tx, websetId: string, refused: readonly Refusal[]): Promise<Refusal[]> {
    const rowOf = ({ reason, rowId }: Refusal) => (reason === 'changed_since' ? rowId : null)
    const ids = [...new Set(refused.flatMap((each) => rowOf(each) ?? []))]
    const there = new Set(ids.length > 0 ? (await this.tools.rows.byIds(tx, websetId, ids)).map(({ id }) => id) : [])
    return refused.filter((each) => rowOf(each) === null || there.has(rowOf(each)!))
  }

  /** Gives what was changed its version, notes what was done, and answers with it. */
  async #close(
    tx: Tx,
    { websetId, actionId }: CommandContext,
    done: { label: string; size: number; payload: Payload; refused: Refusal[] },
  ): Promise<Applied> {
    const { label, size, payload, refused } = done
    const closed = await this.tools.changes.close(tx, websetId)
    const version = closed?.version ?? (await this.tools.websets.versions(tx, websetId)).version
    await this.actions.finish(tx, actionId, { ...done, version })
    const added = closed?.rows === 'many' ? null : (closed?.rows?.added ?? [])
    return {
      actionId: size > 0 ? actionId : null,
      version,
      label,
      size,
      cells: closed ? closed.cells : [],
      rows: added && (await this.current.added(tx, websetId, added)),
      columns: await this.#columns(tx, websetId, payload),
      refused,
    }
  }

  /** The answer to a command that was sent before: what it changed, as it is now. */
  async #repeated(tx: Tx, { websetId, userId, commandId, requestHash }: CommandOrigin): Promise<Applied> {
    const action = (await this.actions.byCommand(tx, websetId, userId, commandId!))!
    if (requestHash && action.requestHash && action.requestHash !== requestHash)
      throw new Refused(
        'command_mismatch',
        'This commandId was used for another command. Give each command its own.',
        'unprocessable',
      )
    const { id, version, label, size, payload } = action
    return {
      actionId: size > 0 ? id : null,
      version,
      label,
      size,
      cells: await this.current.ofAction(tx, websetId, id),
      rows: await this.current.inRanges(tx, websetId, payload as Payload),
      columns: await this.#columns(tx, websetId, payload),
      refused: action.refused as Refusal[],
    }
  }

  /** The columns that a command was about and that are there now. */
  async #columns(tx: Tx, websetId: string, { columnIds = [] }: Payload): Promise<Applied['columns']> {
    if (columnIds.length === 0) return []
    const columns = new Map((await this.tools.websets.listColumns(tx, websetId)).map((column) => [column.id, column]))
    return columnIds.flatMap((id) => columns.get(id) ?? []).map(presentColumn)
  }

  async #require(tx: Tx, websetId: string, actionId: string): Promise<ActionRow> {
    if (!(await this.tools.websets.find(tx, websetId))) throw notFound('webset')
    const action = await this.actions.lock(tx, websetId, actionId)
    if (!action || action.ofAction !== null || action.size === 0) throw notFound('action')
    return action
  }

  async #setOrigin(
    tx: Tx,
    { websetId, userId, clientId }: CommandContext,
    reverted: string | null = null,
  ): Promise<void> {
    const by = await this.actions.nameOf(tx, userId)
    this.tools.changes.setOrigin(tx, websetId, { clientId, by, userId, reverted })
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
    reverses: null,
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
    refused: [already(detail)],
  }
}
