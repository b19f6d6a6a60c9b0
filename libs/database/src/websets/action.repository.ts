import type { Tx } from '../database.ts'

export interface ActionRow {
  id: string
  kind: string
  label: string
  payload: Record<string, unknown>
  size: number
  version: number
  refused: unknown[]
  requestHash: string | null
  ofAction: string | null
  userId: string
  userName: string
  at: Date
  isUndone: boolean
  /** It was taken back, but for what someone else had changed since. */
  isPartlyUndone: boolean
}

/** The actions of what a person did at once, in their order; most have one. */
export type StepRow = ActionRow & { parts: StepPart[] }
export type StepPart = Pick<ActionRow, 'id' | 'kind' | 'label' | 'size'>

export interface NewAction {
  id: string
  websetId: string
  userId: string
  kind: string
  commandId: string | null
  clientId: string | null
  /** A digest of what was asked, so that another request under the same id is noticed. */
  requestHash: string | null
  ofAction: string | null
  /** What a person did at once, when it is sent as several commands. */
  stepId: string | null
}

/** What an action did, or the last time that it was taken back or repeated. */
export interface ActionStep {
  id: string
  version: number
  payload: Record<string, unknown>
  refused: unknown[]
}

const ACTION = `a.id, a.kind, a.label, a.payload, a.size, a.version, a.refused, a.request_hash as "requestHash",
  a.of_action as "ofAction",
  a.user_id as "userId", coalesce(u.name, '') as "userName", a.at, a.undone_at is not null as "isUndone",
  a.undone_at is not null and coalesce(
    (
      select jsonb_array_length(step.refused) > 0
      from actions step
      where step.of_action = a.id and step.kind = 'undo' and step.size > 0
      order by step.version desc, step.at desc
      limit 1
    ),
    false
  ) as "isPartlyUndone"`
const FROM = 'from actions a left join users u on u.id = a.user_id'

/** What people did in a webset, so that it can be taken back and so that a command has one effect. */
export class ActionRepository {
  /**
   * Begins an action. False: this command was sent before. A second request with the same command waits here until
   * the first is over.
   */
  async begin(tx: Tx, action: NewAction): Promise<boolean> {
    const made = await tx.query(
      `insert into actions (
         workspace_id, id, webset_id, user_id, kind, label, command_id, client_id, of_action, request_hash, step_id
       )
       values ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10)
       on conflict (workspace_id, webset_id, user_id, command_id) where command_id is not null do nothing
       returning id`,
      [
        tx.workspaceId,
        action.id,
        action.websetId,
        action.userId,
        action.kind,
        action.commandId,
        action.clientId,
        action.ofAction,
        action.requestHash,
        action.stepId,
      ],
    )
    return made.length > 0
  }

  /** `size` 0: it changed nothing, so there is nothing to take back. */
  async finish(
    tx: Tx,
    id: string,
    done: { label: string; payload: unknown; size: number; refused: unknown[]; version: number },
  ): Promise<void> {
    await tx.query('update actions set label = $2, payload = $3, size = $4, refused = $5, version = $6 where id = $1', [
      id,
      done.label,
      JSON.stringify(done.payload),
      done.size,
      JSON.stringify(done.refused),
      done.version,
    ])
  }

  async byCommand(tx: Tx, websetId: string, userId: string, commandId: string): Promise<ActionRow | null> {
    const [found] = await tx.query<ActionRow>(
      `select ${ACTION} ${FROM} where a.webset_id = $1 and a.user_id = $2 and a.command_id = $3`,
      [websetId, userId, commandId],
    )
    return found ?? null
  }

  /** Locked, so that two who take back the same action do it once. */
  async lock(tx: Tx, websetId: string, id: string): Promise<ActionRow | null> {
    const [found] = await tx.query<ActionRow>(
      `select ${ACTION} ${FROM} where a.webset_id = $1 and a.id = $2 for update of a`,
      [websetId, id],
    )
    return found ?? null
  }

  /** The name of the person, as watchers see it. */
  async nameOf(tx: Tx, userId: string): Promise<string | null> {
    const [found] = await tx.query<{ name: string }>('select name from users where id = $1', [userId])
    return found?.name ?? null
  }

  async setUndone(tx: Tx, id: string, isUndone: boolean): Promise<void> {
    await tx.query(`update actions set undone_at = ${isUndone ? 'now()' : 'null'} where id = $1`, [id])
  }

  /**
   * How an action was last taken back or repeated. In the order of versions: transactions may begin in another.
   * @param least how much the step must have changed
   */
  async latestStep(tx: Tx, id: string, kind: 'undo' | 'redo', least = 0): Promise<ActionStep | null> {
    const [found] = await tx.query<ActionStep>(
      `select id, version, payload, refused
       from actions
       where of_action = $1 and kind = $2 and size >= $3
       order by version desc, at desc
       limit 1`,
      [id, kind, least],
    )
    return found ?? null
  }

  /** The person’s latest action in this webset that changed something and was not taken back. */
  async last(tx: Tx, websetId: string, userId: string): Promise<string | null> {
    const [found] = await tx.query<{ id: string }>(
      `select id
       from actions
       where webset_id = $1 and user_id = $2 and undone_at is null and size > 0 and of_action is null
       order by version desc, at desc
       limit 1`,
      [websetId, userId],
    )
    return found?.id ?? null
  }

  /**
   * The actions of the step that an action is part of, in their order: those that are still to be taken back, or those
   * that were (`isUndone`). None: it is a step by itself.
   */
  async ofStep(tx: Tx, websetId: string, id: string, isUndone: boolean): Promise<StepPart[]> {
    return tx.query<StepPart>(
      `select part.id, part.kind, part.label, part.size
       from actions a
       join actions part on part.webset_id = a.webset_id and part.step_id = a.step_id and part.user_id = a.user_id
       where a.webset_id = $1 and a.id = $2 and part.size > 0 and part.of_action is null
         and (part.undone_at is not null) = $3
       order by part.version, part.at`,
      [websetId, id, isUndone],
    )
  }

  /** Latest first. The actions of one step are one: the first of them, with the others as its parts. */
  async list(
    tx: Tx,
    websetId: string,
    { userId, before, limit }: { userId: string | null; before: string | null; limit: number },
  ): Promise<StepRow[]> {
    const others = (name: string) => `${name}.webset_id = a.webset_id and ${name}.step_id = a.step_id
      and ${name}.user_id = a.user_id and ${name}.size > 0 and ${name}.of_action is null`
    const first = await tx.query<ActionRow & { stepId: string | null }>(
      `select ${ACTION}, a.step_id as "stepId"
       ${FROM}
       where a.webset_id = $1 and ($2::uuid is null or a.user_id = $2) and ($3::timestamptz is null or a.at < $3)
         and a.size > 0 and a.of_action is null
         and not exists (
           select from actions earlier where ${others('earlier')} and (earlier.at, earlier.id) < (a.at, a.id)
         )
       order by a.at desc
       limit $4`,
      [websetId, userId, before, limit],
    )
    const steps = first.flatMap(({ stepId }) => stepId ?? [])
    const parts = steps.length
      ? await tx.query<ActionRow & { stepId: string }>(
          `select ${ACTION}, a.step_id as "stepId"
           ${FROM}
           where a.webset_id = $1 and a.step_id = any ($2) and a.size > 0 and a.of_action is null
           order by a.at, a.id`,
          [websetId, steps],
        )
      : []
    return first.map(({ stepId, ...action }) => {
      const own = parts.filter((part) => part.stepId === stepId && part.userId === action.userId)
      const all = own.length > 0 ? own : [action]
      const isUndone = all.every((part) => part.isUndone)
      return {
        ...action,
        parts: all,
        size: all.reduce((sum, { size }) => sum + size, 0),
        isUndone,
        isPartlyUndone: isUndone && all.some((part) => part.isPartlyUndone),
      }
    })
  }
}
