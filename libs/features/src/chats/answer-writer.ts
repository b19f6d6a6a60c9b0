import type { ChatStep } from '@enrichify/contracts'
import {
  isTransient,
  type AnswerSoFar,
  type ChatMessageRow,
  type ChatRepository,
  type Database,
  type StoredChangeSet,
} from '@enrichify/database'
import type { Scope } from '@enrichify/domain'
import type { LiveService } from '../live/live.service.ts'
import { presentMessage } from './present-chat.ts'

/** How long text is gathered before it is saved and sent. */
const GATHER_MS = 120
/** How often the writer checks that the answer is still its own and shows that it is alive. */
const WATCH_MS = 400

interface AnswerStores {
  database: Database
  chats: ChatRepository
  live: LiveService
}

/**
 * One answer while it is being written. Text is saved before watchers get it, so a client that reads the chat knows as
 * much as one that listened.
 */
export class AnswerWriter {
  readonly #stop = new AbortController()
  readonly #answer: AnswerSoFar = { text: '', steps: [], changeSet: null, model: null, costMicros: 0, note: null }
  readonly #watch: NodeJS.Timeout
  #sentLength = 0
  #sendsWhole = true
  #timer: NodeJS.Timeout | null = null
  #saving: Promise<void> = Promise.resolve()

  constructor(
    private readonly stores: AnswerStores,
    private readonly scope: Scope,
    private readonly message: ChatMessageRow,
    private readonly lease: string,
  ) {
    this.#watch = setInterval(() => void this.#checkLease(), WATCH_MS)
    this.#saveSoon()
  }

  /**
   * Aborted when the answer was cancelled or another worker took it: nothing more is written, and no new call is made.
   */
  get stop(): AbortSignal {
    return this.#stop.signal
  }

  get length(): number {
    return this.#answer.text.length
  }

  get costMicros(): number {
    return this.#answer.costMicros
  }

  get hasChanges(): boolean {
    return this.#answer.changeSet !== null
  }

  say(words: string): void {
    this.#answer.text += words
    this.#saveSoon()
  }

  /** Removes the text from this offset on: it does not count. */
  rewind(length: number): void {
    if (length >= this.#answer.text.length) return
    this.#answer.text = this.#answer.text.slice(0, length)
    this.#sendWhole()
  }

  paid(micros: number, model: string | null): void {
    this.#answer.costMicros += micros
    this.#answer.model = model ?? this.#answer.model
  }

  step(step: ChatStep): void {
    this.#answer.steps.push(step)
    this.#sendWhole()
  }

  propose(changeSet: StoredChangeSet): void {
    this.#answer.changeSet = changeSet
  }

  note(words: string): void {
    this.#answer.note = words
  }

  async end(state: 'done' | 'failed'): Promise<void> {
    this.close()
    await this.#saving
    if (this.stop.aborted) return
    // An earlier attempt that failed may have written more than this one.
    if (state === 'failed' && this.message.text.length > this.#answer.text.length) this.#answer.text = this.message.text
    const ended = await this.stores.database.inScope(this.scope, async (tx) =>
      (await this.stores.chats.finish(tx, this.message.id, this.lease, this.#answer, state))
        ? this.stores.chats.message(tx, this.message.id)
        : null,
    )
    if (ended) this.stores.live.chatEnded(this.scope.workspaceId, ended.websetId, presentMessage(ended))
    else this.#stop.abort(new Error('The answer was stopped.'))
  }

  /** Adds what was paid for an answer that was stopped in the meantime. */
  async addCostAfterStop(): Promise<void> {
    await this.stores.database.inScope(this.scope, (tx) =>
      this.stores.chats.addCost(tx, this.message.id, this.#answer.costMicros, this.#answer.model),
    )
  }

  close(): void {
    clearInterval(this.#watch)
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #sendWhole(): void {
    this.#sendsWhole = true
    this.#saveSoon()
  }

  #saveSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#saving = this.#saving.then(() => this.#save())
    }, GATHER_MS)
  }

  async #save(): Promise<void> {
    if (this.stop.aborted) return
    const answer: AnswerSoFar = { ...this.#answer, steps: [...this.#answer.steps] }
    try {
      const isOurs = await this.stores.database.inScope(this.scope, (tx) =>
        this.stores.chats.save(tx, this.message.id, this.lease, { ...answer, changeSet: null }),
      )
      if (!isOurs) return this.#stop.abort(new Error('The answer was stopped.'))
    } catch (error) {
      // The database is away for a moment: the next text is saved together with this one.
      if (!isTransient(error)) throw error
      return this.#saveSoon()
    }
    this.#send(answer)
  }

  #send({ text, ...answer }: AnswerSoFar): void {
    const { chatId, id, websetId } = this.message
    if (this.#sendsWhole)
      this.stores.live.chatStarted(this.scope.workspaceId, websetId, chatId, [
        presentMessage({ ...this.message, ...answer, changeSet: null, text, state: 'streaming' }),
      ])
    else if (text.length > this.#sentLength)
      this.stores.live.chatDelta(this.scope.workspaceId, websetId, {
        chatId,
        messageId: id,
        at: this.#sentLength,
        text: text.slice(this.#sentLength),
      })
    this.#sendsWhole = false
    this.#sentLength = text.length
  }

  async #checkLease(): Promise<void> {
    try {
      const isOurs = await this.stores.database.inScope(this.scope, (tx) =>
        this.stores.chats.isLeasedBy(tx, this.message.id, this.lease),
      )
      if (!isOurs) this.#stop.abort(new Error('The answer was stopped.'))
    } catch {
      // Tried again in a moment.
    }
  }
}
