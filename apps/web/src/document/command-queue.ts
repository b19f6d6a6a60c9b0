import { ApiError, type Applied, type CommandBody } from '@enrichify/contracts'
import { Listeners } from '../ui/listeners.ts'
import { MadeRows, NoSuchRow } from './made-rows.ts'
import type { PendingCell } from './pending-cells.ts'
import { schedule, type Schedule } from './schedule.ts'

/** What waits to be sent. It is stored as it is, so it contains data only. */
export type QueuedStep =
  /** `makes`: the ids by which later steps name the rows that it adds. */
  | { kind: 'command'; id: string; body: CommandBody; cells: readonly PendingCell[]; makes?: readonly number[] }
  /** `of`: the command to take back or to do again; `actionId`: as the server named it, once that is known. */
  | { kind: 'undo' | 'redo'; id: string; of: string; actionId: string | null }

/** Keeps the queue for the next visit, for one person and one webset. */
export interface QueueStore {
  load: () => Promise<QueuedStep[]>
  put: (step: QueuedStep, place: number) => Promise<void>
  remove: (id: string) => Promise<void>
}

export interface QueueStatus {
  /** How many changes are not saved yet. */
  waiting: number
  /** Why the first of them could not be sent; null: it is on its way. */
  problem: unknown
}

export type SendStep = (step: QueuedStep, actionId: string | null) => Promise<Applied>

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 20_000
/** Answers that say nothing about the change itself: the same request may succeed later. */
const LATER = new Set([401, 408, 425, 429])

/**
 * Changes, sent one after another in the order in which they were made. One that the server cannot be told of is sent
 * again until it can, also after the page was closed: its id makes sure that it has one effect.
 */
export class CommandQueue {
  readonly #store: QueueStore
  readonly #send: SendStep
  readonly #schedule: Schedule
  readonly #steps: { step: QueuedStep; place: number; answer: PromiseWithResolvers<Applied> }[] = []
  /** What the server calls the commands of this visit. Null: it changed nothing. */
  readonly #actions = new Map<string, string | null>()
  readonly #rows = new MadeRows()
  /** For the next visit only: what this one still has in the keyboard. */
  readonly #kept = new Map<string, { step: QueuedStep; place: number }>()
  readonly #moved = new Listeners()
  #status: QueueStatus = { waiting: 0, problem: null }
  #queued: readonly QueuedStep[] = []
  #place = 0
  #isSending = false
  /** What the server is being told; null: it has answered, or nothing is on its way. */
  #sent: QueuedStep | null = null
  #failures = 0
  #stopRetry: (() => void) | null = null
  #isClosed = false

  constructor(options: { store: QueueStore; send: SendStep; schedule?: Schedule }) {
    this.#store = options.store
    this.#send = options.send
    this.#schedule = options.schedule ?? schedule
  }

  status = (): QueueStatus => this.#status
  /** What was not answered yet, in its order. */
  steps = (): readonly QueuedStep[] => this.#queued
  subscribe = this.#moved.subscribe

  /** Takes up what an earlier visit could not send. Returns it, oldest first. */
  async restore(onAnswer: (step: QueuedStep, answer: Promise<Applied>) => void): Promise<QueuedStep[]> {
    const stored = await this.#store.load()
    const known = new Set(this.#steps.map(({ step }) => step.id))
    const earlier = stored.filter(({ id }) => !known.has(id))
    const entries = earlier.map((step) => ({ step, place: this.#place++, answer: Promise.withResolvers<Applied>() }))
    // One that is being sent stays in front.
    this.#steps.splice(this.#isSending ? 1 : 0, 0, ...entries)
    for (const { step, answer } of entries) onAnswer(step, answer.promise)
    this.#move()
    void this.#sendNext()
    return earlier
  }

  /** Resolves with the server's answer. Rejects when the server refuses the whole, or when it is taken out. */
  add(step: QueuedStep): Promise<Applied> {
    const answer = Promise.withResolvers<Applied>()
    const place = this.#place++
    this.#steps.push({ step, place, answer })
    // A browser that cannot store it still sends it.
    void this.#store.put(step, place).catch(() => undefined)
    // What keeps the first one from being sent keeps this one, too.
    this.#move(this.#status.problem)
    void this.#sendNext()
    return answer.promise
  }

  /** Takes the parts of a step out that were not sent yet. False: at least one was, so all of them will be. */
  takeOut(ids: readonly string[]): boolean {
    const [first] = this.#steps
    const isFirstSent = first !== undefined && (this.#sent === first.step || this.#failures > 0)
    const unsent = this.#steps.slice(isFirstSent ? 1 : 0).map(({ step }) => step.id)
    if (!ids.every((id) => unsent.includes(id))) return false
    for (const id of ids) {
      const at = this.#steps.findIndex(({ step }) => step.id === id)
      const [entry] = this.#steps.splice(at, 1)
      this.#rows.answered(entry!.step, null)
      void this.#store.remove(id).catch(() => undefined)
      entry!.answer.reject(new TakenOut())
    }
    this.#move(this.#status.problem)
    return true
  }

  /** The server may be there again. */
  retry(): void {
    this.#stopRetry?.()
    this.#stopRetry = null
    void this.#sendNext()
  }

  /** What something that was not sent from here is called, so that it can be taken back like a command. */
  know(commandId: string, actionId: string): void {
    this.#actions.set(commandId, actionId)
  }

  /** Stores a step for the next visit, in case this one ends. The same id again replaces it. */
  keep(step: QueuedStep): void {
    const place = this.#kept.get(step.id)?.place ?? this.#place++
    this.#kept.set(step.id, { step, place })
    void this.#store.put(step, place).catch(() => undefined)
  }

  /** This visit has done itself what was stored for the next one. */
  forget(id: string): void {
    if (this.#kept.delete(id)) void this.#store.remove(id).catch(() => undefined)
  }

  /** The row as the server names it, once that is known. */
  rowOf(rowId: number): number {
    return this.#rows.idOf(rowId)
  }

  actionOf(commandId: string): string | null | undefined {
    return this.#actions.get(commandId)
  }

  /** Stops sending; what is stored comes back with the next visit. */
  close(): void {
    this.#isClosed = true
    this.#stopRetry?.()
  }

  open(): void {
    this.#isClosed = false
    void this.#sendNext()
  }

  async #sendNext(): Promise<void> {
    const [entry] = this.#steps
    if (!entry || this.#isSending || this.#isClosed || this.#stopRetry) return
    this.#isSending = true
    const { step, answer } = entry
    this.#sent = step
    try {
      const actionId = step.kind === 'command' ? null : (step.actionId ?? this.#actions.get(step.of) ?? null)
      const applied = await this.#send(step.kind === 'command' ? this.#rows.sendable(step) : step, actionId)
      if (step.kind === 'command') this.#actions.set(step.id, applied.actionId)
      this.#rows.answered(step, applied)
      this.#sent = null
      // First, so that what the answer brought is shown in the moment in which the step stops waiting.
      answer.resolve(applied)
      await this.#done(step)
    } catch (error) {
      if (mayComeThrough(error)) return this.#later(error)
      this.#rows.answered(step, null)
      await this.#done(step)
      answer.reject(error as Error)
    } finally {
      this.#isSending = false
      this.#sent = null
    }
    void this.#sendNext()
  }

  async #done(step: QueuedStep): Promise<void> {
    this.#failures = 0
    this.#steps.shift()
    // What waits for this command needs its name in the next visit too.
    for (const entry of [...this.#steps, ...this.#kept.values()]) {
      const { step: next, place } = entry
      if (next.kind !== 'command' && next.of === step.id && next.actionId === null)
        next.actionId = this.#actions.get(step.id) ?? null
      else if (this.#rows.concerns(next)) entry.step = this.#rows.named(next)
      else continue
      void this.#store.put(entry.step, place).catch(() => undefined)
    }
    this.#move()
    await this.#store.remove(step.id).catch(() => undefined)
  }

  #later(error: unknown): void {
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures)
    this.#failures++
    this.#move(error)
    this.#stopRetry = this.#schedule(() => this.retry(), wait)
  }

  #move(problem: unknown = null): void {
    this.#status = { waiting: this.#steps.length, problem }
    this.#queued = this.#steps.map(({ step }) => step)
    this.#moved.tell()
  }
}

/** The command was taken out of the queue before it was sent. */
export class TakenOut extends Error {}

/** No answer at all, an answer that something on the way made, or one of a server that is in trouble. */
function mayComeThrough(error: unknown): boolean {
  if (error instanceof NoSuchRow) return false
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500 || LATER.has(error.status)
}
