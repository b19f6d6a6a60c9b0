import { randomUUID } from 'node:crypto'
import type { ChatChange, ChatPrice, ChatState, ChatStep } from '@enrichify/contracts'
import type { ChangeSetState, ModelChoice, TokenScope } from '@enrichify/domain'
import type { Tx } from '../database.ts'

export interface ChatRow {
  id: string
  websetId: string
  title: string
  messages: number
  createdAt: Date
  updatedAt: Date
}

export interface StoredChangeSet {
  title: string
  changes: ChatChange[]
  price: ChatPrice
}

export interface ChatMessageRow {
  id: string
  chatId: string
  websetId: string
  seq: number
  role: 'person' | 'assistant'
  text: string
  state: ChatState
  steps: ChatStep[]
  askedBy: string
  tokenId: string | null
  scopes: TokenScope[] | null
  choice: ModelChoice | null
  model: string | null
  costMicros: number
  note: string | null
  changeSet: StoredChangeSet | null
  changeState: ChangeSetState | null
  actionId: string | null
  /** The action that applied it was taken back. */
  isUndone: boolean
  runId: string | null
  changeMessage: string | null
  byName: string | null
  createdAt: Date
}

/** What a worker has so far. */
export interface AnswerSoFar {
  text: string
  steps: ChatStep[]
  changeSet: StoredChangeSet | null
  model: string | null
  costMicros: number
  note: string | null
}

const CHAT = `c.id, c.webset_id as "websetId", c.title,
  (
    select count(*) from chat_messages m where m.workspace_id = c.workspace_id and m.chat_id = c.id
  ) as messages,
  c.created_at as "createdAt", c.updated_at as "updatedAt"`
const MESSAGE = `m.id, m.chat_id as "chatId", c.webset_id as "websetId", m.seq, m.role, m.text, m.state, m.steps,
  m.asked_by as "askedBy", m.token_id as "tokenId", m.scopes, m.choice, m.model,
  m.cost_micros as "costMicros", m.note,
  m.change_set as "changeSet", m.change_state as "changeState", m.action_id as "actionId",
  a.undone_at is not null as "isUndone", m.run_id as "runId", m.change_message as "changeMessage",
  u.name as "byName", m.created_at as "createdAt"`
const FROM = `from chat_messages m
  join chats c on c.workspace_id = m.workspace_id and c.id = m.chat_id
  left join actions a on a.workspace_id = m.workspace_id and a.id = m.action_id
  left join users u on u.id = m.asked_by`

/** Chats over a webset, with the changes that their answers propose. They go into the trash with their webset. */
export class ChatRepository {
  list(tx: Tx, websetId: string, limit: number): Promise<ChatRow[]> {
    return tx.query<ChatRow>(
      `select ${CHAT} from chats c where c.webset_id = $1 order by c.updated_at desc, c.id limit $2`,
      [websetId, limit],
    )
  }

  async create(tx: Tx, websetId: string, userId: string, title: string): Promise<string> {
    const id = randomUUID()
    await tx.query('insert into chats (workspace_id, id, webset_id, title, created_by) values ($1, $2, $3, $4, $5)', [
      tx.workspaceId,
      id,
      websetId,
      title,
      userId,
    ])
    return id
  }

  async find(tx: Tx, id: string, options: { lock?: boolean } = {}): Promise<ChatRow | null> {
    const [found] = await tx.query<ChatRow>(
      `select ${CHAT}
       from chats c
       where c.id = $1
         and exists (
           select
           from websets w
           where w.workspace_id = c.workspace_id and w.id = c.webset_id and w.deleted_at is null
         ) ${options.lock ? 'for update of c' : ''}`,
      [id],
    )
    return found ?? null
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query('delete from chats where id = $1', [id])
  }

  messages(tx: Tx, chatId: string): Promise<ChatMessageRow[]> {
    return tx.query<ChatMessageRow>(`select ${MESSAGE} ${FROM} where m.chat_id = $1 order by m.seq`, [chatId])
  }

  async message(tx: Tx, id: string, options: { lock?: boolean } = {}): Promise<ChatMessageRow | null> {
    const [found] = await tx.query<ChatMessageRow>(
      `select ${MESSAGE} ${FROM} where m.id = $1 ${options.lock ? 'for update of m' : ''}`,
      [id],
    )
    return found ?? null
  }

  /** Saves the question and makes room for its answer. The first question names the chat. */
  async ask(
    tx: Tx,
    chatId: string,
    asked: {
      text: string
      title: string
      askedBy: string
      tokenId: string | null
      scopes: readonly TokenScope[] | null
      choice: ModelChoice | null
    },
  ): Promise<{ questionId: string; answerId: string }> {
    const [questionId, answerId] = [randomUUID(), randomUUID()]
    const [last] = await tx.query<{ seq: number | null }>(
      'select max(seq) as seq from chat_messages where chat_id = $1',
      [chatId],
    )
    const seq = last?.seq ?? 0
    const who = [asked.askedBy, asked.tokenId, asked.scopes]
    await tx.query(
      `insert into chat_messages (workspace_id, id, chat_id, seq, role, text, state, asked_by, token_id, scopes)
       values ($1, $2, $3, $4, 'person', $5, 'done', $6, $7, $8)`,
      [tx.workspaceId, questionId, chatId, seq + 1, asked.text, ...who],
    )
    await tx.query(
      `insert into chat_messages (
         workspace_id, id, chat_id, seq, role, state, asked_by, token_id, scopes, choice
       )
       values ($1, $2, $3, $4, 'assistant', 'waiting', $5, $6, $7, $8)`,
      [tx.workspaceId, answerId, chatId, seq + 2, ...who, asked.choice && JSON.stringify(asked.choice)],
    )
    await tx.query(
      'update chats set updated_at = now(), title = case when $2 = 0 then $3 else title end where id = $1',
      [chatId, seq, asked.title],
    )
    return { questionId, answerId }
  }

  /**
   * Leases an answer, also one that a dead worker left. The worker that leased it before can write no more. Null: the
   * answer is finished.
   */
  async take(tx: Tx, id: string): Promise<string | null> {
    const lease = randomUUID()
    const taken = await tx.query(
      `update chat_messages
       set state = 'streaming', lease = $2, seen_at = now()
       where id = $1 and state in ('waiting', 'streaming')
       returning id`,
      [id, lease],
    )
    return taken.length ? lease : null
  }

  /** False: another worker has leased it, or it was cancelled. */
  async isLeasedBy(tx: Tx, id: string, lease: string): Promise<boolean> {
    return (
      (
        await tx.query(
          `update chat_messages set seen_at = now() where id = $1 and lease = $2 and state = 'streaming' returning id`,
          [id, lease],
        )
      ).length > 0
    )
  }

  async save(tx: Tx, id: string, lease: string, answer: AnswerSoFar): Promise<boolean> {
    return this.#write(tx, id, lease, answer, 'streaming')
  }

  async finish(tx: Tx, id: string, lease: string, answer: AnswerSoFar, state: 'done' | 'failed'): Promise<boolean> {
    return this.#write(tx, id, lease, answer, state)
  }

  async #write(tx: Tx, id: string, lease: string, answer: AnswerSoFar, state: ChatState): Promise<boolean> {
    const written = await tx.query(
      `update chat_messages
       set text = $3, steps = $4, change_set = $5,
         change_state = case when $5::jsonb is null then null else 'proposed' end, model = $6,
         cost_micros = $7, note = $8, state = $9, seen_at = now()
       where id = $1 and lease = $2 and state = 'streaming' returning id`,
      [
        id,
        lease,
        answer.text,
        JSON.stringify(answer.steps),
        answer.changeSet && JSON.stringify(answer.changeSet),
        answer.model,
        answer.costMicros,
        answer.note,
        state,
      ],
    )
    return written.length > 0
  }

  /** Ends an answer that is still open, whichever worker writes it. False: it was finished already. */
  async end(tx: Tx, id: string, state: 'cancelled' | 'failed', note: string | null): Promise<boolean> {
    return (
      (
        await tx.query(
          `update chat_messages
           set state = $2, note = coalesce($3, note), lease = null
           where id = $1 and state in ('waiting', 'streaming')
           returning id`,
          [id, state, note],
        )
      ).length > 0
    )
  }

  /** Adds the cost of a call that came back after its answer was cancelled. */
  async addCost(tx: Tx, id: string, micros: number, model: string | null): Promise<void> {
    await tx.query(
      'update chat_messages set cost_micros = $2, model = coalesce($3, model) where id = $1 and state = $4',
      [id, micros, model, 'cancelled'],
    )
  }

  /** Answers whose worker was silent for too long. No worker writes them any more. */
  async endForgotten(
    tx: Tx,
    chatId: string,
    afterSeconds: { streaming: number; waiting: number },
    note: string,
  ): Promise<void> {
    await tx.query(
      `update chat_messages set state = 'failed', note = $4, lease = null where chat_id = $1
         and (
           (state = 'streaming' and seen_at < now() - $2 * interval '1 second')
           or (state = 'waiting' and seen_at < now() - $3 * interval '1 second')
         )`,
      [chatId, afterSeconds.streaming, afterSeconds.waiting, note],
    )
  }

  /** A null `actionId` means that it changed nothing on the server. */
  async setApplied(tx: Tx, id: string, actionId: string | null, message: string | null): Promise<void> {
    await tx.query(
      `update chat_messages set change_state = 'applied', action_id = $2, change_message = $3 where id = $1`,
      [id, actionId, message],
    )
  }

  async setRun(tx: Tx, id: string, runId: string | null, message: string | null): Promise<void> {
    await tx.query(
      'update chat_messages set run_id = $2, change_message = coalesce($3, change_message) where id = $1',
      [id, runId, message],
    )
  }

  async setChangeState(tx: Tx, id: string, state: 'dismissed' | 'undone'): Promise<void> {
    await tx.query('update chat_messages set change_state = $2 where id = $1', [id, state])
  }
}
