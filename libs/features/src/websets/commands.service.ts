import { createHash } from 'node:crypto'
import type { Action, Applied, CommandBody, Output, Refusal, listChanges } from '@enrichify/contracts'
import { ActionRepository, currentRequestKey, Database, WebsetRepository, type StepRow } from '@enrichify/database'
import { actorOf, notFound, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { CommandRunner, type CommandOrigin } from './command-runner.ts'
import type { CommandInput, CommandName } from './commands/index.ts'
import { CurrentCells } from './current-cells.ts'
import { joinAnswers, stepLabel } from './steps.ts'

/** `step`: with all other actions of the step. */
export interface RevertedBy {
  clientId?: string | undefined
  step?: boolean | undefined
}

/** Changes of sheets as people ask for them, the list of what can be taken back, and what was missed. */
@Injectable()
export class CommandsService {
  constructor(
    private readonly database: Database,
    private readonly runner: CommandRunner,
    private readonly actions: ActionRepository,
    private readonly websets: WebsetRepository,
    private readonly current: CurrentCells,
  ) {}

  /** Applies one command, once. */
  run(principal: Principal, websetId: string, command: CommandBody): Promise<Applied> {
    const { kind, payload, ...origin } = command
    const requestHash = createHash('sha256')
      .update(JSON.stringify([kind, payload]))
      .digest('hex')
    return this.apply(principal, websetId, kind, payload as CommandInput<typeof kind>, { ...origin, requestHash })
  }

  /** The same for callers inside the server. */
  async apply<K extends CommandName>(
    principal: Principal,
    websetId: string,
    kind: K,
    input: CommandInput<K>,
    origin: Omit<CommandOrigin, 'websetId' | 'userId' | 'actor'> = {},
  ): Promise<Applied> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, (tx) =>
      this.runner.run(
        tx,
        // The id of the request makes the effect one that a repetition finds again.
        { ...originOf(principal, websetId), commandId: currentRequestKey()?.nextEffectId(), ...origin },
        kind,
        input,
      ),
    )
  }

  /** Takes back one action, or the step that it is part of. */
  undo(principal: Principal, websetId: string, actionId: string, by: RevertedBy = {}): Promise<Applied> {
    return this.#revert('takeBack', principal, websetId, actionId, by)
  }

  redo(principal: Principal, websetId: string, actionId: string, by: RevertedBy = {}): Promise<Applied> {
    return this.#revert('bringBack', principal, websetId, actionId, by)
  }

  async #revert(
    direction: 'takeBack' | 'bringBack',
    principal: Principal,
    websetId: string,
    actionId: string,
    { clientId, step = false }: RevertedBy,
  ): Promise<Applied> {
    requirePermission(principal, 'websets.edit')
    const isBack = direction === 'takeBack'
    const parts = step
      ? await this.database.inScope(principal, (tx) => this.actions.ofStep(tx, websetId, actionId, !isBack))
      : []
    const ids = parts.length > 0 ? parts.map(({ id }) => id) : [actionId]
    const answers: Applied[] = []
    // Each in a transaction of its own, as it was done: no one waits for the whole of a large step.
    for (const id of isBack ? ids.toReversed() : ids)
      answers.push(
        await this.database.inScope(principal, (tx) =>
          this.runner[direction](tx, { ...originOf(principal, websetId), clientId }, id),
        ),
      )
    return joinAnswers(actionId, answers, parts)
  }

  /** Takes back what the person did last and no more: if it was overtaken, `refused` says who did it. */
  async undoLast(principal: Principal, websetId: string): Promise<{ undone: string | null; refused: Refusal[] }> {
    requirePermission(principal, 'websets.edit')
    return this.database.inScope(principal, async (tx) => {
      if (!(await this.websets.find(tx, websetId))) throw notFound('webset')
      const last = await this.actions.last(tx, websetId, principal.userId)
      if (!last) return { undone: null, refused: [] }
      const parts = await this.actions.ofStep(tx, websetId, last, false)
      const answers: Applied[] = []
      for (const { id } of parts.length > 0 ? parts.toReversed() : [{ id: last }])
        answers.push(await this.runner.takeBack(tx, originOf(principal, websetId), id))
      const { size, label, refused } = joinAnswers(last, answers, parts)
      // With nothing changed and nothing refused, someone else has taken it back already.
      return tx.reply({ undone: size > 0 || refused.length === 0 ? label : null, refused })
    })
  }

  async list(
    principal: Principal,
    websetId: string,
    { mine, before, limit }: { mine: boolean; before?: string | undefined; limit: number },
  ): Promise<Action[]> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      if (!(await this.websets.find(tx, websetId))) throw notFound('webset')
      const userId = mine ? principal.userId : null
      const found = await this.actions.list(tx, websetId, { userId, before: before ?? null, limit })
      const ids = found.map(({ id }) => id)
      const columns = await this.websets.listColumns(tx, websetId)
      const cells = await this.current.examples(tx, websetId, ids, columns)
      return found.map((action) => present(action, cells.get(action.id) ?? []))
    })
  }

  /** For a page that missed events. */
  async since(principal: Principal, websetId: string, version: number): Promise<Output<typeof listChanges>> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      if (!(await this.websets.find(tx, websetId))) throw notFound('webset')
      // Read first: what is committed meanwhile may be in the rows already, and comes once more as an event.
      const now = await this.websets.versions(tx, websetId)
      // A version that this sheet never had: it was brought back from a backup, and what the page has is worth nothing.
      const isUnknown = version > now.version
      const hasChanged = now.version > version
      return {
        version: now.version,
        changed: isUnknown ? null : hasChanged ? await this.current.rowsSince(tx, websetId, version) : [],
        rows: isUnknown || now.rowsVersion > version,
        columns: isUnknown || now.columnsVersion > version,
        total: now.rowCount,
      }
    })
  }
}

function originOf(principal: Principal, websetId: string): CommandOrigin {
  return { websetId, userId: principal.userId, actor: actorOf(principal) }
}

function present({ userId, userName, parts, ...action }: StepRow, cells: Action['cells']): Action {
  const label = stepLabel(parts)
  const { id, kind, size, version, at, isUndone, isPartlyUndone } = action
  const by = { id: userId, name: userName }
  return { id, kind, label, size, version, at: at.toISOString(), by, isUndone, isPartlyUndone, cells }
}
